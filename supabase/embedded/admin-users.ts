import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Database } from './connection.ts';
import { hashPassword } from './hashing.ts';

/**
 * The calls of the auth admin API that the product makes, which the embedded auth service lacks: create a user, change a password,
 * remove a user (for which the client asks for the user first). Same paths, same key and same answers as a hosted project, so the product has one way of doing it.
 */
const path = /^\/auth\/v1\/admin\/users(?:\/([0-9a-f-]{36}))?$/;

const createSchema = z.object({ email: z.email(), password: z.string().min(1) });
const updateSchema = z.object({ password: z.string().min(1) });

const insertUser = `
  with new_user as (
    insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data)
    values ($1::uuid, $2, $3, now(), '{"provider":"email"}')
    returning id, email
  )
  insert into auth.identities (id, provider, provider_id, user_id, identity_data)
  select id, 'email', id::text, id, jsonb_build_object('sub', id, 'email', email, 'email_verified', true) from new_user`;

const json = (status: number, body: unknown) => Response.json(body, { status });
const user = (id: string, email?: string) => ({ id, email, aud: 'authenticated', role: 'authenticated' });

export async function adminUsers(
  request: Request,
  database: Database,
  secretKey: string,
): Promise<Response | undefined> {
  const match = path.exec(new URL(request.url).pathname);
  if (!match) return undefined;
  if (request.headers.get('apikey') !== secretKey) return json(401, { message: 'Invalid API key' });
  const id = match[1];
  if (request.method === 'POST' && id === undefined) return createUser(request, database);
  if (request.method === 'PUT' && id) return setPassword(request, database, id);
  if (request.method === 'GET' && id) return findUser(database, id);
  if (request.method === 'DELETE' && id) {
    await database.query('delete from auth.users where id = $1::uuid', [id]);
    return json(200, {});
  }
  return json(405, { message: 'Method not allowed' });
}

async function createUser(request: Request, database: Database): Promise<Response> {
  const { email, password } = createSchema.parse(await request.json());
  const id = randomUUID();
  const taken = await database.query('select 1 from auth.users where email = $1', [email.toLowerCase()]);
  if (taken.length > 0) return json(422, { code: 422, error_code: 'email_exists', msg: 'Email exists' });
  await database.query(insertUser, [id, email.toLowerCase(), await hashPassword(password)]);
  return json(200, user(id, email));
}

async function setPassword(request: Request, database: Database, id: string): Promise<Response> {
  const { password } = updateSchema.parse(await request.json());
  const changed = await database.query(
    `update auth.users set encrypted_password = $2, updated_at = now()
     where id = $1::uuid returning id`,
    [id, await hashPassword(password)],
  );
  return changed.length === 1 ? json(200, user(id)) : notFound();
}

const notFound = () => json(404, { code: 404, error_code: 'user_not_found', msg: 'User not found' });

async function findUser(database: Database, id: string): Promise<Response> {
  const [found] = await database.query<{ email: string }>('select email from auth.users where id = $1::uuid', [id]);
  return found ? json(200, user(id, found.email)) : notFound();
}
