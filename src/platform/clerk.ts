import { createHmac } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { backend } from '#platform/backend.ts';
import type { Database } from '#platform/database-types.ts';

/**
 * The clerk does what no user may do for herself: open accounts, check codes, keep the gate. The only module below src/ that
 * uses the secret key; it is never handed to a page, and each of its powers is a function granted to service_role by name.
 */
export function clerk() {
  const { url, secretKey, fetch } = backend();
  return createClient<Database>(url, secretKey, {
    global: { fetch },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}

/** A mark that only we can make: what comes back from a browser with it was ours. */
export const sealed = (text: string) => createHmac('sha256', backend().secretKey).update(text).digest('base64url');
