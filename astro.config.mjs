import node from '@astrojs/node';
import svelte from '@astrojs/svelte';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig } from 'astro/config';
import { embeddedBackend } from './server/dev.ts';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware', bodySizeLimit: 16 * 1024 * 1024 }),
  integrations: [svelte(), embeddedBackend()],
  trailingSlash: 'never',
  devToolbar: { enabled: false },
  // A page is one request: its styles travel with it, hashed into the policy below.
  session: false,
  build: { inlineStylesheets: 'auto' },
  security: {
    checkOrigin: true,
    // As much as the largest form may bring; server/http.ts says which addresses may receive more than a mebibyte.
    actionBodySizeLimit: 16 * 1024 * 1024,
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        // The player's sheet carries its icons inside itself.
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ],
    },
  },
  vite: {
    plugins: [
      paraglideVitePlugin({
        project: './project.inlang',
        outdir: './src/platform/i18n/compiled',
        strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
        cookieName: 'gk_lang',
        outputStructure: 'locale-modules',
      }),
    ],
  },
});
