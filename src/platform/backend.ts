import { env } from '#platform/env.ts';

/** A Supabase project as the product sees it: hosted, or answered in this very process. */
export interface Backend {
  url: string;
  publishableKey: string;
  secretKey: string;
  fetch: typeof fetch;
}

// The server starts the embedded backend before the built pages are loaded, and the two share no module: hence a global slot.
const slot = Symbol.for('gongke.backend');
const shared = globalThis as { [slot]?: Backend };

export function provideBackend(backend: Backend): void {
  shared[slot] = backend;
}

export function backend(): Backend {
  if (shared[slot]) return shared[slot];
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY } = env();
  if (!SUPABASE_URL || !SUPABASE_PUBLISHABLE_KEY || !SUPABASE_SECRET_KEY)
    throw new Error('No backend: start with `npm start`.');
  shared[slot] = { url: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY, secretKey: SUPABASE_SECRET_KEY, fetch };
  return shared[slot];
}
