import type { APIRoute } from 'astro';
import { clerk } from '#platform/clerk.ts';
import { unwrap } from '#platform/db.ts';

/** The process can serve: its database answers too. */
export const GET: APIRoute = async () => {
  try {
    await unwrap(clerk().from('organisations').select('id').limit(1));
    return Response.json({ status: 'ready' });
  } catch {
    return Response.json({ status: 'not ready' }, { status: 503 });
  }
};
