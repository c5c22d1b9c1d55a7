import postgres from 'postgres';
import { inject } from 'vitest';
import { nativeDatabase } from '../../tests/support/backend.ts';

/** Many people at once on a native Postgres. `asked` is a request of one of them: forty are on their way at the same time. */
export async function crowd(people: number) {
  const sql = postgres(await nativeDatabase(inject('nativeTemplate')), { max: 40, onnotice: () => {} });
  await sql`insert into public.workers (id, name) select md5('rush ' || n)::uuid, '职工' from generate_series(1, ${people}) n`;
  await sql`insert into auth.users (id, email) select md5('rush user ' || n)::uuid, n || '@rush.invalid' from generate_series(1, ${people}) n`;
  await sql`insert into private.accounts (user_id, worker_id) select md5('rush user ' || n)::uuid, md5('rush ' || n)::uuid from generate_series(1, ${people}) n`;
  await sql`insert into auth.sessions (id, user_id, created_at) select md5('session ' || u.id)::uuid, u.id, now() from auth.users u
    where u.email like '%@rush.invalid'`;
  const asked = async (n: number, call: string): Promise<unknown> => {
    const [claims] =
      await sql`select jsonb_build_object('sub', md5('rush user ' || ${n}::text)::uuid, 'role', 'authenticated',
      'session_id', md5('session ' || md5('rush user ' || ${n}::text)::uuid)::uuid)::text as said`;
    const said = String(claims?.['said']);
    const { sub } = JSON.parse(said) as { sub: string };
    return sql
      .begin(async (tx) => {
        await tx`select set_config('request.jwt.claims', ${said}, true), set_config('request.jwt.claim.sub', ${sub}, true)`;
        await tx`set local role authenticated`;
        const [row] = await tx.unsafe(`select public.${call} as said`);
        return row?.['said'] as unknown;
      })
      .catch((thrown: unknown) => (thrown as Error).message);
  };
  return { sql, asked };
}
