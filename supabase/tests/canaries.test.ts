import { describe, expect, it } from 'vitest';
import { onBothBackends } from '../../tests/support/backend.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

// What the embedded services are known to get wrong when nobody takes care. Each of these was seen open once.

const who = `create function public.who() returns text language sql stable set search_path = '' as 'select current_user::text';
  grant execute on function public.who() to anon, authenticated, service_role;`;
const allTables = `select c.oid::regclass::text as name from pg_class c
  where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'storage'::regnamespace)`;
const withoutRls = `do $$ declare t record; begin
  for t in ${allTables} loop execute 'alter table ' || t.name || ' disable row level security'; end loop; end $$;`;
const late = `create table public.late (id int primary key); insert into public.late values (1);
  grant select on public.late to authenticated;`;

describe('a database without any row level security', () => {
  onBothBackends(who + withoutRls, (backend) => {
    it('still answers as the role of the key, not as its owner', async () => {
      expect(await backend().ask('/rest/v1/rpc/who', { body: {} })).toMatchObject({ status: 200, body: 'anon' });
      expect(await backend().ask('/rest/v1/rpc/who', { body: {}, key: 'secret' })).toMatchObject({
        body: 'service_role',
      });
    });

    it('still refuses what was not granted', async () => {
      for (const path of ['workers', 'roster_entries', 'audit_entries'])
        expect((await backend().ask(`/rest/v1/${path}`)).status, path).toBeGreaterThanOrEqual(400);
    });
  });
});

onBothBackends(who + late, (backend) => {
  describe('keys', () => {
    it.each(['/rest/v1/organisations', '/rest/v1/rpc/who', '/storage/v1/bucket', '/auth/v1/user'])(
      'without one, %s is 401',
      async (path) => {
        expect((await backend().ask(path, { key: 'none' })).status).toBe(401);
        expect((await backend().ask(path, { key: 'sb_publishable_wrong' })).status).toBe(401);
      },
    );

    it('decide the role, and a token of a person decides hers', async () => {
      const token = await backend().tokenOf('worker');
      expect(await backend().ask('/rest/v1/rpc/who', { body: {} })).toMatchObject({ body: 'anon' });
      expect(await backend().ask('/rest/v1/rpc/who', { body: {}, token })).toMatchObject({ body: 'authenticated' });
    });

    it('of another house open nothing', async () => {
      const forged = `${btoa('{"alg":"none"}')}.${btoa('{"role":"service_role","sub":"x"}')}.`;
      const answer = await backend().ask('/rest/v1/rpc/who', { body: {}, token: forged });
      expect(answer.body).not.toBe('service_role');
    });
  });

  describe('tables', () => {
    it('that get row level security late are closed from then on', async () => {
      const token = await backend().tokenOf('worker');
      expect((await backend().ask('/rest/v1/late', { token })).body).toEqual([{ id: 1 }]);
      await backend().database.script('alter table public.late enable row level security');
      expect((await backend().ask('/rest/v1/late', { token })).body).toEqual([]);
    });

    it('keep the grants of their columns', async () => {
      const token = await backend().tokenOf('worker');
      const path = `/rest/v1/workers?id=eq.${workerIds.worker}`;
      const patch = (body: unknown) =>
        backend().ask(path, { method: 'PATCH', token, body, headers: { prefer: 'return=representation' } });
      expect((await patch({ trade: '铆工' })).body).toMatchObject([{ trade: '铆工' }]);
      expect((await patch({ created_at: '2000-01-01' })).status).toBe(403);
      expect((await patch({ erased_at: '2000-01-01' })).status).toBe(403);
    });

    it('show a person what is hers and nothing else', async () => {
      const token = await backend().tokenOf('carer');
      const seen = await backend().ask('/rest/v1/workers?select=id', { token });
      expect(seen.body).toEqual([{ id: workerIds.carer }]);
    });

    it.each(['publishable', 'secret'])('of private and auth are not exposed to the %s key', async (key) => {
      for (const [schema, table] of [
        ['private', 'accounts'],
        ['private', 'sign_in_names'],
        ['auth', 'users'],
        ['embedded', 'migrations'],
      ]) {
        const answer = await backend().ask(`/rest/v1/${table}`, { key, headers: { 'accept-profile': schema ?? '' } });
        expect({ schema, table, open: answer.status < 400 }).toEqual({ schema, table, open: false });
      }
    });
  });

  describe('functions', () => {
    it.each([
      'my_frame',
      'my_data',
      'my_sessions',
      'import_roster',
      'invite',
      'clerk_sign_in_gate',
      'clerk_open_account',
    ])('%s is not for visitors', async (name) => {
      const answer = await backend().ask(`/rest/v1/rpc/${name}`, { body: argumentsOf[name] ?? {} });
      expect([401, 403, 404]).toContain(answer.status);
    });

    it('of the clerk are not for people either', async () => {
      const token = await backend().tokenOf('officer');
      const body = argumentsOf['clerk_sign_in_gate'];
      expect([403, 404]).toContain((await backend().ask('/rest/v1/rpc/clerk_sign_in_gate', { token, body })).status);
      expect((await backend().ask('/rest/v1/rpc/clerk_sign_in_gate', { key: 'secret', body })).status).toBe(200);
    });

    it('refuse in words that arrive whole', async () => {
      const token = await backend().tokenOf('manager');
      const people = Array.from({ length: 1001 }, (_, n) => ({ employee_no: `T${n}`, name: 'x' }));
      const answer = await backend().ask('/rest/v1/rpc/import_roster', {
        token,
        body: { house: organisations.factory, people },
      });
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'PT422', message: 'too_many_rows', details: '{"limit": 1000}' },
      });
    });
  });

  describe('the auth service', () => {
    const user = { email: 'x@accounts.gongke.invalid', password: 'correct horse battery' };

    it('opens no account for whoever asks', async () => {
      expect((await backend().ask('/auth/v1/signup', { body: user })).status).toBeGreaterThanOrEqual(400);
      const rows = await backend().database.query('select from auth.users where email = $1', [user.email]);
      expect(rows).toEqual([]);
    });

    it('lets only the secret key administer', async () => {
      const token = await backend().tokenOf('officer');
      const [one] = await backend().database.query<{ id: string }>('select id from auth.users limit 1');
      for (const [method, path] of [
        ['POST', ''],
        ['GET', `/${one?.id}`],
        ['PUT', `/${one?.id}`],
        ['DELETE', `/${one?.id}`],
      ]) {
        const request = { method: method ?? '', ...(method === 'GET' ? {} : { body: user }) };
        for (const caller of [{}, { token }, { key: 'none' as const }, { key: 'sb_secret_wrong' }])
          expect((await backend().ask(`/auth/v1/admin/users${path}`, { ...request, ...caller })).status).toBe(401);
      }
      expect((await backend().ask('/auth/v1/admin/users', { key: 'secret', body: user })).status).toBe(200);
    });
  });

  describe('storage', () => {
    const raw = new TextEncoder().encode('text');
    const upload = { method: 'POST', raw, headers: { 'content-type': 'text/plain' } };

    it('takes and gives nothing without a policy', async () => {
      await backend().ask('/storage/v1/bucket', { key: 'secret', body: { id: 'films', name: 'films', public: false } });
      const token = await backend().tokenOf('officer');
      for (const caller of [{}, { token }]) {
        const denied = [
          await backend().ask('/storage/v1/object/films/a.txt', { ...upload, ...caller }),
          await backend().ask('/storage/v1/object/films/own.txt', caller),
          await backend().ask('/storage/v1/bucket', { ...caller, body: { id: 'mine', name: 'mine' } }),
        ];
        for (const { status } of denied) expect(status).toBeGreaterThanOrEqual(400);
      }
      const kept = await backend().ask('/storage/v1/object/films/own.txt', { ...upload, key: 'secret' });
      expect(kept.status).toBe(200);
      expect((await backend().ask('/storage/v1/object/films/own.txt', { token })).status).toBeGreaterThanOrEqual(400);
      expect((await backend().ask('/storage/v1/object/films/own.txt', { key: 'secret' })).body).toBe('text');
    });

    it.each([
      '..%2f..%2fsecrets.json',
      '%2e%2e/%2e%2e/secrets.json',
      'a/../../../secrets.json',
      '..\\..\\secrets.json',
    ])('refuses the key %s', async (key) => {
      const answer = await backend().ask(`/storage/v1/object/films/${key}`, { ...upload, key: 'secret' });
      const read = await backend().ask(`/storage/v1/object/films/${key}`, { key: 'secret' });
      expect(String(read.body)).not.toContain('jwtSecret');
      const names = await backend().database.query<{ name: string }>('select name from storage.objects');
      expect({ status: answer.status >= 400 || !names.some(({ name }) => name.includes('..')) }).toEqual({
        status: true,
      });
    });
  });
});

const argumentsOf: Record<string, unknown> = {
  import_roster: { house: organisations.factory, people: [] },
  invite: { whose_name: '+8613800000002', organisation: organisations.factory, new_role: 'worker' },
  clerk_sign_in_gate: { sign_in_name: '+8613800000002', locks: 'pair', paces: { address: 20 } },
  clerk_open_account: { auth_user: workerIds.worker, sign_in_name: 'x', of_kind: 'phone', person_name: 'x' },
};

const meeting = `create table public.meetings (id integer primary key);
  alter table public.meetings enable row level security;
  create function public.meet(i integer) returns uuid language plpgsql volatile security definer set search_path = '' as $$
  begin
    insert into public.meetings values (i);
    if i % 3 = 0 then raise exception 'refused' using errcode = 'PT409'; end if;
    return private.my_worker_id();
  end $$;
  grant execute on function public.meet to authenticated, service_role;`;

describe('requests that come at the same time', () => {
  onBothBackends(meeting, (backend) => {
    it('are answered each as who asked, and one that is refused takes no other along', async () => {
      const people = ['worker', 'carer', 'manager', 'officer', 'auditor'] as const;
      const tokens = await Promise.all(people.map((person) => backend().tokenOf(person)));
      const asked = Array.from({ length: 60 }, (_, i) => ({ i, who: i % people.length }));
      const answers = await Promise.all(
        asked.map(({ i, who }) => backend().ask('/rest/v1/rpc/meet', { token: tokens[who] ?? '', body: { i } })),
      );
      expect(answers.map(({ status, body }) => (status === 200 ? body : status))).toEqual(
        asked.map(({ i, who }) => (i % 3 === 0 ? 409 : workerIds[people[who] ?? 'worker'])),
      );
      const kept = await backend().database.query<{ id: number }>('select id from public.meetings order by id');
      expect(kept.map(({ id }) => id)).toEqual(asked.filter(({ i }) => i % 3 !== 0).map(({ i }) => i));
    });

    it('stay apart where the clerk asks all of them in one breath', async () => {
      const numbers = Array.from({ length: 20 }, (_, i) => 100 + i);
      const answers = await Promise.all(
        numbers.map((i) => backend().ask('/rest/v1/rpc/meet', { key: 'secret', body: { i } })),
      );
      expect(answers.map(({ status }) => status)).toEqual(numbers.map((i) => (i % 3 === 0 ? 409 : 200)));
      const kept = await backend().database.query<{ n: number }>(
        'select count(*)::integer as n from public.meetings where id >= 100',
      );
      expect(kept).toEqual([{ n: numbers.filter((i) => i % 3 !== 0).length }]);
    });

    it('see each their own rows only', async () => {
      const people = ['worker', 'carer', 'trainer'] as const;
      const tokens = await Promise.all(people.map((person) => backend().tokenOf(person)));
      const seen = await Promise.all(
        Array.from({ length: 45 }, async (_, i) => {
          const { body } = await backend().ask('/rest/v1/enrolments?select=worker_id', { token: tokens[i % 3] ?? '' });
          return [...new Set((body as { worker_id: string }[]).map(({ worker_id }) => worker_id))];
        }),
      );
      expect(seen).toEqual(seen.map((_, i) => [workerIds[people[i % 3] ?? 'worker']]));
    });
  });
});
