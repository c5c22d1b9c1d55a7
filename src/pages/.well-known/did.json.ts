import type { APIRoute } from 'astro';
import { ourDidDocument } from '#domains/records/signed/data.ts';

/** With which keys we sign: what `did:web` looks for. */
export const GET: APIRoute = ({ url }) =>
  Response.json(ourDidDocument(url), {
    headers: { 'content-type': 'application/did+json', 'cache-control': 'public, max-age=300' },
  });
