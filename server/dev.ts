import type { AstroIntegration } from 'astro';
export function embeddedBackend(): AstroIntegration {
  return { name: 'gongke-embedded-backend', hooks: {} };
}
