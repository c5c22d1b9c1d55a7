import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Caller } from '../../tests/support/people.ts';
import { wrongTallies } from '../../tests/support/roster.ts';

const open = 'select public.open_worker_file($1::uuid) as file';
const groupsSeen = `select "group"::text as name from public.worker_groups where worker_id = $1::uuid order by 1`;
const userOf = (worker: string) => `(select user_id from private.accounts where worker_id = '${worker}')`;

async function erase(tx: Transaction, worker: string): Promise<void> {
  const { id } = await tx.one<{ id: string }>(`select ${userOf(worker)} as id`);
  await tx.as('service_role');
  await tx.query('select public.clerk_erase_worker($1::uuid)', [id]);
  await tx.as('owner');
}

onBothEngines((database) => {
  describe("opening somebody's file", () => {
    it('leaves a trace that she can see', () =>
      database().rolledBack(async (tx) => {
        await tx.query(`delete from public.audit_entries`);
        await tx.as('manager');
        const { file } = await tx.one<{ file: { name: string; groups: string[] } }>(open, [workerIds.worker]);
        expect(file).toMatchObject({ name: '职工甲', groups: ['migrant', 'women'] });
        await tx.as('worker');
        expect(await tx.query('select actor_id, organisation_id, action from public.audit_entries')).toEqual([
          { actor_id: workerIds.manager, organisation_id: organisations.welders, action: 'worker.opened' },
        ]);
      }));

    it('leaves none when it is her own', () =>
      database().rolledBack(async (tx) => {
        await tx.query(`delete from public.audit_entries`);
        await tx.as('worker');
        expect(await tx.one(open, [workerIds.worker])).toMatchObject({ file: { name: '职工甲' } });
        await tx.as('owner');
        expect(await tx.query('select from public.audit_entries')).toEqual([]);
      }));

    it.each<[Caller, string]>([
      ['manager', workerIds.carer ?? ''],
      ['officer', workerIds.worker ?? ''],
      ['worker', workerIds.districtOfficer ?? ''],
      ['auditor', workerIds.worker ?? ''],
      ['stranger', workerIds.worker ?? ''],
      ['ended', workerIds.officer ?? ''],
    ])('is refused to %s', async (caller, whose) => {
      expect((await database().as(caller, open, [whose])).error).toMatchObject({
        code: 'PT404',
        message: 'worker_not_found',
      });
    });
  });

  describe('groups', () => {
    it.each<[Caller, string[]]>([
      ['worker', ['hardship', 'migrant', 'women']],
      ['houseOfficer', ['hardship', 'migrant', 'women']],
      ['manager', ['migrant', 'women']],
      ['officer', []],
      ['districtOfficer', []],
      ['carer', []],
      ['auditor', []],
      ['stranger', []],
    ])('%s sees those that she needs', async (caller, names) => {
      const { rows } = await database().as<{ name: string }>(caller, groupsSeen, [workerIds.worker]);
      expect(rows?.map(({ name }) => name)).toEqual(names);
    });

    it('are hers to say and to take back', () =>
      database().rolledBack(async (tx) => {
        await tx.as('worker');
        await tx.query(`select public.keep_my_file($1::text::jsonb, '{laid_off}')`, [
          JSON.stringify({ name: '职工甲', gender: 'female', birth_year: 1991 }),
        ]);
        expect(await tx.query(groupsSeen, [workerIds.worker])).toEqual([{ name: 'laid_off' }]);
        expect(
          await tx.one(`select birth_year, trade from public.workers where id = $1::uuid`, [workerIds.worker]),
        ).toEqual({
          birth_year: 1991,
          trade: null,
        });
      }));
  });

  describe('everything about me', () => {
    it('comes from every table that knows me', () =>
      database().rolledBack(async (tx) => {
        const tables = await tx.query<{ name: string }>(
          `select table_name as name from information_schema.columns c
           join information_schema.tables t using (table_schema, table_name)
           where table_schema = 'public' and column_name = 'worker_id' and t.table_type = 'BASE TABLE'`,
        );
        await tx.as('worker');
        const { data } = await tx.one<{ data: Record<string, unknown[]> }>('select public.my_data() as data');
        expect(Object.keys(data).sort()).toEqual(
          ['workers', 'sign_in_names', 'sessions', ...tables.map(({ name }) => name)].sort(),
        );
        for (const name of ['workers', 'sign_in_names', 'sessions', 'memberships', 'worker_groups', 'audit_entries'])
          expect(data[name]?.length, name).toBeGreaterThan(0);
        expect(JSON.stringify(data)).not.toContain(workerIds.carer);
      }));

    it('holds her roster entries too', async () => {
      const { rows } = await database().as<{ data: { roster_entries: unknown[] } }>(
        'worker',
        'select public.my_data() as data',
      );
      expect(rows?.[0]?.data.roster_entries).toHaveLength(1);
    });
  });

  describe('being forgotten', () => {
    it('takes the person and keeps the sums', () =>
      database().rolledBack(async (tx) => {
        const worker = workerIds.worker ?? '';
        await tx.query(`delete from public.audit_entries`);
        await erase(tx, worker);
        expect(
          await tx.one(
            `select name, gender::text, birth_year, trade, erased_at is not null as erased,
               (select count(*)::int from public.worker_groups g where g.worker_id = w.id) as groups,
               (select count(*)::int from private.accounts a where a.worker_id = w.id) as accounts,
               (select count(*)::int from public.memberships m where m.worker_id = w.id and m.valid_until is null) as roles,
               (select count(*)::int from public.memberships m where m.worker_id = w.id) as written,
               (select array_agg(a.action order by a.at) from public.audit_entries a where a.worker_id = w.id) as trail
             from public.workers w where id = $1::uuid`,
            [worker],
          ),
        ).toEqual({
          name: null,
          gender: 'unstated',
          birth_year: null,
          trade: null,
          erased: true,
          groups: 0,
          accounts: 0,
          roles: 0,
          written: 1,
          trail: expect.arrayContaining(['worker.erased']),
        });
        expect(await tx.query(wrongTallies)).toEqual([]);
      }));

    it('leaves her name nowhere in the database', () =>
      database().rolledBack(async (tx) => {
        await erase(tx, workerIds.worker ?? '');
        const tables = await tx.query<{ name: string }>(
          `select c.oid::regclass::text as name from pg_class c
           where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'`,
        );
        for (const { name } of tables) {
          const { n } = await tx.one<{ n: number }>(
            `select count(*)::int as n from ${name} t where t::text like '%职工甲%' or t::text like '%worker@demo%'`,
          );
          expect({ name, n }).toEqual({ name, n: 0 });
        }
      }));
  });

  describe('the audit log', () => {
    it.each([
      ["private.today() - interval '6 months' + interval '1 day'", false],
      ["private.today() - interval '6 months'", true],
    ])('drops what is older than %s: %s', (day, allowed) =>
      database().rolledBack(async (tx) => {
        const outcome = await tx.attempt(`select private.drop_audit_before((${day})::date) as dropped`);
        expect(outcome.error?.message).toBe(allowed ? undefined : 'audit_too_young');
      }),
    );

    it('drops exactly what is older', () =>
      database().rolledBack(async (tx) => {
        await tx.query(
          `update public.audit_entries set at = now() - interval '8 months' where action = 'worker.opened'`,
        );
        const { n } = await tx.one<{ n: number }>(
          `select count(*)::int as n from public.audit_entries where action <> 'worker.opened'`,
        );
        await tx.query(`select private.drop_audit_before((private.today() - interval '7 months')::date)`);
        expect(await tx.one(`select count(*)::int as n from public.audit_entries`)).toEqual({ n });
      }));

    it('says which fields of a file changed, and not what they said', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        await tx.query(`update public.workers set trade = '铆工' where id = $1::uuid`, [workerIds.worker]);
        await tx.as('worker');
        expect(
          await tx.one(`select actor_id, facts from public.audit_entries where action = 'worker.changed'`),
        ).toEqual({
          actor_id: workerIds.manager,
          facts: { fields: ['trade'] },
        });
      }));
  });
});
