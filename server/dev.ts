import type { AstroIntegration } from 'astro';
import { env } from '../src/platform/env.ts';
import { openEmbedded } from './embedded.ts';

/** Gives `astro dev` the same embedded backend as `npm start`, once for all reloads. */
export function embeddedBackend(): AstroIntegration {
  return {
    name: 'gongke-embedded-backend',
    hooks: {
      'astro:server:setup': async ({ server }) => {
        if (env().SUPABASE_URL !== undefined) return;
        const embedded = await openEmbedded(env());
        server.httpServer?.once('close', () => void embedded.close());
      },
    },
  };
}
