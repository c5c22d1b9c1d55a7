import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const appealId = '00000000-0000-4000-8000-000000000f01';
const claimId = '00000000-0000-4000-8000-000000000f02';
const { federation, factory } = organisations;

onBothEngines((database) => {
  /** The works refused a claim of the worker’s; nobody has appealed yet. */
  const refused = (work: (tx: Transaction) => Promise<void>, decided = 'now()') =>
    database().rolledBack(async (tx) => {
      await tx.query('delete from public.appeals');
      await tx.query(
        `insert into public.claims (worker_id, id, organisation_id, kind, title, issuer, achieved_on)
         values ($1::uuid, $2::uuid, $3::uuid, 'proposal', '回收余料', '云川精工', '2026-01-05')`,
        [workerIds.worker, claimId, factory],
      );
      await tx.query(
        `insert into public.claim_decisions (worker_id, claim_id, verdict, reason, decided_by, decided_at)
         values ($1::uuid, $2::uuid, 'refused', '没有证明', $3::uuid, ${decided})`,
        [workerIds.worker, claimId, workerIds.manager],
      );
      await work(tx);
    });
  async function appeal(
    tx: Transaction,
    about: string,
    target: string,
    { by = 'worker' as Person, id = appealId, wish = '不同意' } = {},
  ) {
    await tx.as(by);
    const { rows, error } = await tx.attempt<{ id: string }>('select public.appeal($1::uuid, $2, $3::uuid, $4) as id', [
      ...[id, about, target, wish],
    ]);
    return error?.message ?? rows?.[0]?.id;
  }
  async function vote(tx: Transaction, by: Person, said: object, organisation: string = federation) {
    await tx.as(by);
    const { rows, error } = await tx.attempt<{ became: string }>(
      'select public.vote_on_appeal($1::uuid, $2::uuid, $3::uuid, $4::text::jsonb) as became',
      [organisation, workerIds.worker, appealId, JSON.stringify({ reason: '因为', ...said })],
    );
    return error?.message ?? rows?.[0]?.became;
  }
  async function mine(tx: Transaction) {
    await tx.as('worker');
    const { appeals } = await tx.one<{ appeals: { upheld: boolean | null; answer: string; granted: object | null }[] }>(
      'select public.my_appeals() as appeals',
    );
    return appeals;
  }
  async function outcomeOf(tx: Transaction) {
    await tx.as('owner');
    const { id } = await tx.one<{ id: string }>('select id from public.outcomes where worker_id = $1::uuid', [
      workerIds.worker,
    ]);
    return id;
  }
  async function balance(tx: Transaction) {
    await tx.as('owner');
    const sql = `select coalesce(sum(balance), 0)::int as credits from private.credit_accounts where worker_id = $1::uuid and unit_id = 'credit'`;
    return (await tx.one<{ credits: number }>(sql, [workerIds.worker])).credits;
  }

  describe('an appeal', () => {
    it('against a claim refused is heard above, and two who agree make it a result', () =>
      refused(async (tx) => {
        expect(await appeal(tx, 'claim', claimId)).toBe(appealId);
        expect(await appeal(tx, 'claim', claimId), 'sent twice').toBe(appealId);
        expect(await appeal(tx, 'claim', claimId, { id: claimId })).toBe('appealed_already');
        expect(await vote(tx, 'officer', { upheld: true })).toBe('voted');
        expect(await vote(tx, 'officer', { upheld: true }), 'twice by one is one').toBe('voted');
        expect(await vote(tx, 'reviewer', { upheld: true, reason: '台账清楚' })).toBe('upheld');
        expect(await vote(tx, 'reviewer', { upheld: false })).toBe('appeal_decided');
        expect(await mine(tx)).toMatchObject([{ upheld: true, answer: '因为\n台账清楚' }]);
        await tx.as('owner');
        const made = await tx.query(
          `select kind, verifier_id, facts ->> 'title' as title from public.outcomes where worker_id = $1::uuid and kind = 'proposal'`,
          [workerIds.worker],
        );
        expect(made).toEqual([{ kind: 'proposal', verifier_id: federation, title: '回收余料' }]);
      }));

    it('about credits is granted as two agree on it, once, as a deposit that says why', () =>
      refused(async (tx) => {
        const before = await balance(tx);
        expect(await appeal(tx, 'credits', await outcomeOf(tx))).toBe(appealId);
        expect(await vote(tx, 'officer', { upheld: true })).toBe('appeal_amount_missing');
        expect(await vote(tx, 'officer', { upheld: true, unit_id: 'credit', amount: -5 })).toBe(
          'appeal_amount_missing',
        );
        expect(await vote(tx, 'officer', { upheld: true, unit_id: 'gold', amount: 5 })).toBe('appeal_not_understood');
        expect(await vote(tx, 'officer', { upheld: true, unit_id: 'credit', amount: 50 })).toBe('voted');
        expect(await vote(tx, 'reviewer', { upheld: true, unit_id: 'credit', amount: 40 })).toBe('voted');
        expect(await balance(tx)).toBe(before);
        expect(await vote(tx, 'officer', { upheld: true, unit_id: 'credit', amount: 40 }), 'thinks again').toBe(
          'upheld',
        );
        expect(await balance(tx)).toBe(before + 40);
        expect(await mine(tx)).toMatchObject([{ upheld: true, granted: { amount: 40 } }]);
        await tx.as('owner');
        const [voucher] = await tx.query<{ explanation: { reasons: string[] }; rule_set: string }>(
          `select rule_set, explanation from private.credit_vouchers where worker_id = $1::uuid and rule_set = 'appeal'`,
          [workerIds.worker],
        );
        expect(voucher?.explanation.reasons).toEqual(['因为', '因为']);
        const acts = `select action from public.audit_entries where worker_id = $1::uuid and action like 'appeal.%' order by action`;
        expect(await tx.query(acts, [workerIds.worker])).toEqual([
          { action: 'appeal.made' },
          { action: 'appeal.upheld' },
        ]);
      }));

    it('is heard by as many and answered as soon as the rules said that decided', () =>
      refused(async (tx) => {
        const outcome = await outcomeOf(tx);
        const policy = (until: string, quorum: number) =>
          tx.query(
            `update public.credit_assessments set appeal_until = $1::date, panel_quorum = $2, answer_days = 10 where outcome_id = $3::uuid`,
            [until, quorum, outcome],
          );
        await policy('2020-01-01', 2);
        expect(await appeal(tx, 'credits', outcome)).toBe('appeal_too_late');
        await tx.as('owner');
        await policy('2099-01-01', 9);
        expect(await appeal(tx, 'credits', outcome), 'there are not nine').toBe('appeal_no_panel');
        await tx.as('owner');
        await policy('2099-01-01', 3);
        await tx.query(
          `insert into public.memberships (worker_id, organisation_id, role) values ($1::uuid, $2::uuid, 'bank_officer')`,
          [workerIds.bankOfficer, federation],
        );
        expect(await appeal(tx, 'credits', outcome)).toBe(appealId);
        const granted = { upheld: true, unit_id: 'credit', amount: 40 };
        expect(await vote(tx, 'officer', granted)).toBe('voted');
        expect(await vote(tx, 'reviewer', granted)).toBe('voted');
        const due = `select due_on = private.today() + 10 as soon, panel_quorum from public.appeals where id = $1::uuid`;
        await tx.as('owner');
        expect(await tx.query(due, [appealId])).toEqual([{ soon: true, panel_quorum: 3 }]);
        expect(await vote(tx, 'bankOfficer', granted)).toBe('upheld');
      }));

    it('that two dismiss changes nothing, and is answered', () =>
      refused(async (tx) => {
        await appeal(tx, 'claim', claimId);
        expect(await vote(tx, 'officer', { upheld: true })).toBe('voted');
        expect(await vote(tx, 'reviewer', { upheld: false })).toBe('voted');
        expect(await vote(tx, 'officer', { upheld: false, reason: ' ' })).toBe('appeal_reason_missing');
        expect(await vote(tx, 'officer', { upheld: false, reason: '没有实施' })).toBe('dismissed');
        expect(await mine(tx)).toMatchObject([{ upheld: false, granted: null }]);
        await tx.as('owner');
        const made = `select 1 from public.outcomes where worker_id = $1::uuid and kind = 'proposal'`;
        expect(await tx.query(made, [workerIds.worker])).toEqual([]);
      }));

    it('is heard by nobody who decided before, whom it concerns, or who sits elsewhere', () =>
      refused(async (tx) => {
        await tx.query(
          `insert into public.memberships (worker_id, organisation_id, role) values ($1::uuid, $3::uuid, 'officer'), ($2::uuid, $3::uuid, 'reviewer')`,
          [workerIds.worker, workerIds.manager, federation],
        );
        await appeal(tx, 'claim', claimId);
        expect(await vote(tx, 'manager', { upheld: false })).toBe('decided_before');
        expect(await vote(tx, 'worker', { upheld: true })).toBe('own_appeal');
        for (const person of ['carer', 'trainer', 'districtOfficer', 'bankOfficer', 'auditor', 'stranger'] as const)
          expect(await vote(tx, person, { upheld: true }), person).toBe('not_allowed');
        expect(await vote(tx, 'houseOfficer', { upheld: true }, factory)).not.toBe('upheld');
        await tx.as('carer');
        const closed = await tx.attempt('select public.appeals_to_hear($1::uuid)', [federation]);
        expect(closed.error?.message).toBe('not_allowed');
        await tx.as('reviewer');
        const { heard } = await tx.one<{
          heard: { appeals: { conflict: string | null; claim: { reason: string } }[] };
        }>('select public.appeals_to_hear($1::uuid) as heard', [federation]);
        expect(heard.appeals).toMatchObject([{ conflict: null, claim: { reason: '没有证明' } }]);
        const read = 'select 1 as one from public.claims where id = $1::uuid';
        expect(await tx.query(read, [claimId]), 'with the evidence beside it').toHaveLength(1);
        await tx.as('auditor');
        const audited = await tx.one<{ heard: { appeals: { conflict: string }[] } }>(
          'select public.appeals_to_hear($1::uuid) as heard',
          [federation],
        );
        expect(audited.heard.appeals).toMatchObject([{ conflict: 'not_on_panel' }]);
      }));

    it('has thirty days, a reason, a decision of hers, and two to hear it', () =>
      refused(async (tx) => {
        expect(await appeal(tx, 'claim', claimId, { wish: '  ' })).toBe('appeal_not_understood');
        expect(await appeal(tx, 'claim', claimId, { by: 'carer' })).toBe('nothing_to_appeal');
        expect(await appeal(tx, 'claim', appealId)).toBe('nothing_to_appeal');
        expect(await appeal(tx, 'weather', claimId)).toBe('nothing_to_appeal');
        expect(await appeal(tx, 'claim', claimId)).toBe('appeal_too_late');
      }, `now() - interval '31 days'`));

    it('is not heard where only one is left who may', () =>
      refused(async (tx) => {
        await tx.query(`delete from public.memberships where organisation_id = $1::uuid and role = 'reviewer'`, [
          federation,
        ]);
        expect(await appeal(tx, 'claim', claimId)).toBe('appeal_no_panel');
      }));

    it('goes with her when she asks to be forgotten', () =>
      refused(async (tx) => {
        await appeal(tx, 'claim', claimId);
        await vote(tx, 'officer', { upheld: true });
        await tx.as('owner');
        await tx.query('update public.workers set erased_at = now(), name = null where id = $1::uuid', [
          workerIds.worker,
        ]);
        expect(await tx.query('select 1 from public.appeals where worker_id = $1::uuid', [workerIds.worker])).toEqual(
          [],
        );
        expect(await tx.query('select 1 from private.appeal_votes')).toEqual([]);
      }));
  });
});
