import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const first = '00000000-0000-4000-8000-000000000fb1';
const second = '00000000-0000-4000-8000-000000000fb2';
const { federation, factory } = organisations;

onBothEngines((database) => {
  const undone = (work: (tx: Transaction) => Promise<void>) => database().rolledBack(work);
  async function draft(tx: Transaction, by: Person, changed: object = {}, organisation: string = federation) {
    await tx.as(by);
    const named = { id: first, set_id: 'own', version: '1', in_force_from: '2099-01-01' };
    const sent = { ...named, source: 'id: own', signatures: 2, ...changed };
    const { rows, error } = await tx.attempt<{ id: string }>(
      'select public.draft_rules($1::uuid, $2::text::jsonb) as id',
      [organisation, JSON.stringify(sent)],
    );
    return error?.message ?? rows?.[0]?.id;
  }
  async function call(
    tx: Transaction,
    by: Person,
    verb: 'sign' | 'withdraw',
    rules = first,
    organisation: string = federation,
  ) {
    await tx.as(by);
    const { rows, error } = await tx.attempt<{ answer: unknown }>(
      `select public.${verb}_rules($1::uuid, $2::uuid) as answer`,
      [organisation, rules],
    );
    return error?.message ?? rows?.[0]?.answer;
  }
  async function simulated(tx: Transaction, rules = first) {
    await tx.as('service_role');
    await tx.query(
      `select public.clerk_keep_simulation($1::uuid, '{"more": 1, "less": 0, "same": 2, "list": []}', $1::uuid, true)`,
      [rules],
    );
  }
  const binding = async (tx: Transaction) => {
    await tx.as('service_role');
    return (await tx.one<{ rules: { id: string; source: string }[] }>('select public.clerk_rules() as rules')).rules;
  };

  describe('rules of a federation', () => {
    it('bind when two signed who know what they change, one of the federation itself', () =>
      undone(async (tx) => {
        expect(await draft(tx, 'officer')).toBe(first);
        expect(await draft(tx, 'officer'), 'sent twice').toBe(first);
        expect(await call(tx, 'officer', 'sign')).toBe('rules_not_simulated');
        await simulated(tx);
        expect(await call(tx, 'districtOfficer', 'sign')).toBe(1);
        expect(await call(tx, 'districtOfficer', 'sign'), 'twice by one is one').toBe(1);
        expect(await binding(tx)).toEqual([]);
        expect(await call(tx, 'officer', 'sign')).toBe(2);
        expect(await binding(tx)).toEqual([{ id: first, organisation: federation, source: 'id: own' }]);
        expect(await call(tx, 'officer', 'withdraw'), 'what binds stays').toBe('rules_not_found');
        await tx.as('auditor');
        const { book } = await tx.one<{
          book: { versions: { signatures: object[]; digest: string; signs: boolean }[] };
        }>('select public.rule_versions($1::uuid) as book', [federation]);
        expect(book.versions).toMatchObject([{ signs: false, signatures: [{ mine: false }, { mine: false }] }]);
        expect(book.versions[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
        await tx.as('owner');
        const deeds = `select action from public.audit_entries where action like 'rules.%' order by action`;
        expect((await tx.query<{ action: string }>(deeds)).map(({ action }) => action)).toEqual([
          'rules.drafted',
          'rules.signed',
          'rules.signed',
        ]);
      }));

    it('bind by as many as they ask for themselves, and that is never one', () =>
      undone(async (tx) => {
        expect(await draft(tx, 'officer', { signatures: null })).toBe('rules_not_understood');
        expect(await draft(tx, 'officer', { signatures: 1 })).toMatch(/rule_versions_signatures_check/);
        expect(await draft(tx, 'officer', { signatures: 3 })).toBe(first);
        await simulated(tx);
        expect(await call(tx, 'officer', 'sign')).toBe(1);
        expect(await call(tx, 'districtOfficer', 'sign')).toBe(2);
        expect(await binding(tx)).toEqual([]);
      }));

    it('do not bind by two of the unions below alone, nor once they were withdrawn', () =>
      undone(async (tx) => {
        await tx.query(
          `insert into public.memberships (worker_id, organisation_id, role) values ($1::uuid, $2::uuid, 'officer')`,
          [workerIds.manager, organisations.industry],
        );
        await draft(tx, 'officer');
        await simulated(tx);
        expect(await call(tx, 'districtOfficer', 'sign')).toBe(1);
        expect(await call(tx, 'manager', 'sign')).toBe(2);
        expect(await binding(tx)).toEqual([]);
        expect(await call(tx, 'officer', 'withdraw')).toBe(true);
        expect(await call(tx, 'officer', 'sign')).toBe('rules_not_found');
        expect(await draft(tx, 'officer', { id: second }), 'the name is free again').toBe(second);
      }));

    it.each([
      [{ in_force_from: '2020-01-01' }, 'rules_day_past'],
      [{ in_force_from: null }, 'rules_not_understood'],
      [{ source: 'x'.repeat(200_001) }, 'rules_not_understood'],
      [{ id: second, version: '1' }, 'rules_name_taken'],
      [{ id: second, version: '2' }, 'rules_overlap'],
      [{ id: second, version: '2', in_force_from: '2098-01-01' }, 'rules_overlap'],
    ])('%j after a first is %s', (changed, word) =>
      undone(async (tx) => {
        expect(await draft(tx, 'officer')).toBe(first);
        expect(await draft(tx, 'officer', { id: second, version: '9', ...changed })).toBe(word);
      }),
    );

    it('are put up, signed and read by its officers alone', () =>
      undone(async (tx) => {
        for (const person of [
          'worker',
          'manager',
          'houseOfficer',
          'reviewer',
          'bankOfficer',
          'auditor',
          'stranger',
        ] as const)
          expect(await draft(tx, person), person).toBe('not_allowed');
        expect(await draft(tx, 'houseOfficer', {}, factory), 'a works has no rules of its own').toBe('not_allowed');
        await draft(tx, 'officer');
        await simulated(tx);
        expect(await call(tx, 'auditor', 'sign')).toBe('not_allowed');
        expect(await call(tx, 'worker', 'withdraw')).toBe('not_allowed');
        await tx.as('manager');
        for (const read of ['rule_versions($1::uuid)', `rule_source($1::uuid, '${first}')`])
          expect((await tx.attempt(`select public.${read}`, [federation])).error?.message).toBe('not_allowed');
        for (const clerk of ['clerk_rules()', 'clerk_lives($1::uuid)', 'clerk_rules_to_simulate()'])
          expect(
            (await database().as('officer', `select public.${clerk}`, clerk.includes('$1') ? [federation] : [])).error
              ?.code,
          ).toBe('42501');
      }));

    it('are tried on what people achieved within a year, worker by worker', () =>
      undone(async (tx) => {
        await tx.query(
          `insert into public.outcomes (worker_id, id, kind, achieved_at, facts)
           select a.worker_id, md5('recent ' || a.worker_id)::uuid, 'skill_level', now() - interval '1 month', '{"title": "x"}' from private.accounts a`,
        );
        await tx.query(
          `insert into public.credit_assessments (worker_id, outcome_id, organisation_id, rule_set, rule_version, told, report, decided_on, seen_lines,
             appeal_until, panel_quorum, answer_days)
           select o.worker_id, o.id, $1::uuid, 'x', '1', '{}', '{}', now(), '{}', now(), 2, 30 from public.outcomes o where o.id = md5('recent ' || o.worker_id)::uuid`,
          [federation],
        );
        await tx.as('service_role');
        const lives = async (after: string | null) =>
          (
            await tx.one<{ lives: { worker: string; outcomes: { organisation: string }[] }[] }>(
              'select public.clerk_lives($1::uuid, $2::uuid, 2) as lives',
              [federation, after],
            )
          ).lives;
        const seen: string[] = [];
        for (let page = await lives(null); page.length > 0; page = await lives(seen.at(-1) ?? null))
          seen.push(...page.map(({ worker }) => worker));
        expect(seen.length).toBeGreaterThan(5);
        expect(new Set(seen).size).toBe(seen.length);
        expect([...seen].sort()).toEqual(seen);
      }));
  });
});
