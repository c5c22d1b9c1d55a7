import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';
import { certificate, claim, claimId, decide, lay, picture, queue } from './claims.ts';

onBothEngines((database) => {
  const claimed = (work: (tx: Transaction) => Promise<void>, sent = certificate()) =>
    database().rolledBack(async (tx) => {
      await tx.as('worker');
      expect((await claim(tx, sent)).rows).toEqual([{ id: claimId }]);
      await work(tx);
    });
  const results = async (tx: Transaction) => {
    await tx.as('owner');
    return tx.query<{ kind: string; verifier_id: string; facts: Record<string, string>; hours_min: number | null }>(
      `select kind, verifier_id, facts, hours_min from public.outcomes where id = md5('claim ' || $1)::uuid`,
      [claimId],
    );
  };

  describe('a claim', () => {
    it('sent twice is one; with other content it is refused', () =>
      claimed(async (tx) => {
        expect((await claim(tx)).rows).toEqual([{ id: claimId }]);
        expect((await claim(tx, certificate({ title: '别的' }))).error).toMatchObject({
          message: 'claim_already_sent',
        });
        const mine = await tx.query('select id from public.claims where id = $1::uuid', [claimId]);
        expect(mine).toHaveLength(1);
      }));

    it.each([
      [{ achieved_on: '2999-01-01' }, 'day_not_come'],
      [{ facts: { verified: 'true' } }, 'claim_not_understood'],
      [{ facts: { level: 3 } }, 'claim_not_understood'],
      [{ facts: [] }, 'claim_not_understood'],
      [{ facts: { implemented: 'yes' } }, 'claim_not_understood'],
      [{ facts: { hours: 'many' } }, 'claim_not_understood'],
      [{ facts: { score: '101' } }, 'claim_not_understood'],
      [{ facts: { started: '2025-02-30' } }, 'claim_not_understood'],
      [{ facts: { started: '9999-99-99' } }, 'claim_not_understood'],
      [{ organisation_id: organisations.carers }, 'desk_not_yours'],
      [{ organisation_id: organisations.welders }, 'desk_not_yours'],
      [{ files: [{ name: picture }] }, 'evidence_missing'],
      [{ files: [{ name: '../../x' }] }, 'evidence_missing'],
      [{ files: 'x' }, 'evidence_missing'],
    ])('%o is refused: %s', (changed, word) =>
      database().rolledBack(async (tx) => {
        await tx.as('worker');
        expect((await claim(tx, certificate(changed))).error?.message).toBe(word);
      }),
    );

    it('takes evidence of her own only', () =>
      database().rolledBack(async (tx) => {
        await tx.as('carer');
        expect((await lay(tx, 'worker')).error?.message).toMatch(/row-level security/);
        await tx.as('worker');
        expect((await lay(tx, 'worker', 'x.exe')).error?.message).toMatch(/row-level security/);
        expect((await lay(tx, 'worker')).error).toBeUndefined();
        expect((await claim(tx, certificate({ files: [{ name: picture }] }))).rows).toEqual([{ id: claimId }]);
      }));

    it('shows its evidence to her and to whom she asked, and to nobody else', () =>
      database().rolledBack(async (tx) => {
        await tx.as('worker');
        await lay(tx, 'worker');
        await lay(tx, 'worker', `${'b'.repeat(64)}.pdf`);
        await claim(tx, certificate({ files: [{ name: picture }] }));
        const seen = async (who: Parameters<Transaction['as']>[0]) => {
          await tx.as(who);
          return (await tx.query(`select name from storage.objects where bucket_id = 'evidence'`)).length;
        };
        expect([await seen('worker'), await seen('manager'), await seen('officer'), await seen('carer')]).toEqual([
          2, 1, 0, 0,
        ]);
      }));

    it('is taken back until somebody decides', () =>
      claimed(async (tx) => {
        const withdraw = () => tx.attempt('select public.withdraw_claim($1::uuid)', [claimId]);
        expect((await withdraw()).error).toBeUndefined();
        expect((await withdraw()).error).toBeUndefined();
        expect(await decide(tx, 'manager')).toBe('claim_decided');
        await tx.as('carer');
        expect((await withdraw()).error?.message).toBe('claim_not_found');
      }));

    it('goes with its evidence list when she asks to be forgotten; the result stays', () =>
      claimed(async (tx) => {
        expect(await decide(tx, 'manager')).toBe('done');
        await tx.as('owner');
        await tx.query('select private.forget_person($1::uuid)', [workerIds.worker]);
        expect(await tx.query('select id from public.claims where worker_id = $1::uuid', [workerIds.worker])).toEqual(
          [],
        );
        expect(await results(tx)).toHaveLength(1);
      }));
  });

  describe('the desk that was asked', () => {
    it('verifies once: the result is in her record, waits for credits, and the audit log knows who did it', () =>
      claimed(async (tx) => {
        expect(await decide(tx, 'manager')).toBe('done');
        expect(await decide(tx, 'manager'), 'pressed twice').toBe('done');
        expect(await decide(tx, 'manager', { verdict: 'refused', reason: '不' })).toBe('claim_decided');
        expect(await results(tx)).toEqual([
          {
            kind: 'skill_level',
            verifier_id: organisations.factory,
            hours_min: null,
            facts: { trade: '电工', level: '高级工', title: '电工高级', issuer: '某鉴定中心' },
          },
        ]);
        const { n } = await tx.one<{ n: number }>(
          `select count(*)::int as n from private.outcomes_to_assess where outcome_id = md5('claim ' || $1)::uuid`,
          [claimId],
        );
        expect(n).toBe(1);
        const trail = await tx.query(
          `select actor_id, organisation_id from public.audit_entries where action = 'claim.verified'`,
        );
        expect(trail).toEqual([{ actor_id: workerIds.manager, organisation_id: organisations.factory }]);
      }));

    it('gives a training the hours of 45 minutes that were claimed', () =>
      claimed(
        async (tx) => {
          await decide(tx, 'manager');
          expect((await results(tx))[0]?.hours_min).toBe(338);
        },
        certificate({ kind: 'training', facts: { hours: '7.5' } }),
      ));

    it('refuses with a reason only, and nothing enters the record', () =>
      claimed(async (tx) => {
        expect(await decide(tx, 'manager', { verdict: 'refused' })).toBe('reason_missing');
        expect(await decide(tx, 'manager', { verdict: 'refused', reason: '看不清' })).toBe('done');
        expect(await results(tx)).toEqual([]);
        await tx.as('worker');
        const [mine] = await tx.query('select verdict, reason from public.claim_decisions where claim_id = $1::uuid', [
          claimId,
        ]);
        expect(mine).toEqual({ verdict: 'refused', reason: '看不清' });
      }));

    it.each(['officer', 'districtOfficer', 'bankOfficer', 'auditor', 'worker', 'stranger'] as const)(
      'is nobody else’s: %s is refused, to read and to decide',
      (who) =>
        claimed(async (tx) => {
          expect(await decide(tx, who)).toBe('not_allowed');
          expect((await queue(tx)).error?.message).toBe('not_allowed');
        }),
    );

    it('does not answer for claims that went elsewhere', () =>
      claimed(
        async (tx) => {
          expect(await decide(tx, 'manager')).toBe('claim_not_found');
          expect(await decide(tx, 'officer', { organisation: organisations.federation })).toBe('done');
        },
        certificate({ organisation_id: organisations.federation }),
      ));

    it('lists what waits in the order it came, and lets nobody decide on her own', () =>
      claimed(async (tx) => {
        await tx.as('owner');
        await tx.query(
          `insert into public.claims (worker_id, id, organisation_id, kind, title, issuer, achieved_on, claimed_at)
           values ($1::uuid, $2::uuid, $3::uuid, 'degree', '本科', '某大学', '2010-07-01', '2020-01-01')`,
          [workerIds.manager, claimId, organisations.factory],
        );
        expect(await decide(tx, 'manager', { worker: 'manager' })).toBe('own_claim');
        const { rows } = await queue(tx);
        expect(rows?.[0]?.page).toMatchObject({ more: false, claims: [{ own: true }, { own: false, name: '职工甲' }] });
        expect(await decide(tx, 'manager')).toBe('done');
        const after = (await queue(tx, true)).rows?.[0]?.page.claims.map(({ verdict }) => verdict);
        expect(after).toEqual(['verified']);
      }));

    it('decides when as many agree as it wants, and nobody who had a say hears the appeal', () =>
      claimed(async (tx) => {
        const quorum = async (by: Person, wanted: number) => {
          await tx.as(by);
          const { error } = await tx.attempt('select public.keep_claim_quorum($1::uuid, $2)', [
            organisations.factory,
            wanted,
          ]);
          return error?.message ?? 'kept';
        };
        expect(await quorum('worker', 2)).toBe('not_allowed');
        await tx.as('owner');
        await tx.query(`delete from public.memberships where organisation_id = $1::uuid and role = 'officer'`, [
          organisations.factory,
        ]);
        expect(await quorum('manager', 2)).toBe('quorum_too_large');
        await tx.as('owner');
        await tx.query(
          `insert into public.memberships (worker_id, organisation_id, role) values ($1::uuid, $3::uuid, 'manager'), ($2::uuid, $3::uuid, 'manager')`,
          [workerIds.trainer, workerIds.officer, organisations.factory],
        );
        expect(await quorum('manager', 6)).toBe('quorum_not_understood');
        expect(await quorum('manager', 2)).toBe('kept');
        expect(await decide(tx, 'manager')).toBe('noted');
        expect(await decide(tx, 'manager'), 'twice by one is one').toBe('noted');
        expect(await decide(tx, 'trainer', { verdict: 'refused', reason: '看不清' })).toBe('noted');
        expect((await queue(tx)).rows?.[0]?.page).toMatchObject({
          quorum: 2,
          claims: [{ votes: [{ verdict: 'verified' }, { verdict: 'refused', own: true, reason: '看不清' }] }],
        });
        expect(await results(tx)).toEqual([]);
        expect(await decide(tx, 'manager', { verdict: 'refused', reason: '章不对' }), 'thinks again').toBe('done');
        await tx.as('worker');
        const [mine] = await tx.query<{ reason: string }>(
          'select reason from public.claim_decisions where claim_id = $1::uuid',
          [claimId],
        );
        expect(mine?.reason.split('\n').sort()).toEqual(['看不清', '章不对'].sort());
        await tx.query('select public.appeal($1::uuid, $2, $1::uuid, $3)', [claimId, 'claim', '看得清']);
        await tx.as('owner');
        await tx.query(
          `insert into public.memberships (worker_id, organisation_id, role) values ($1::uuid, $2::uuid, 'reviewer')`,
          [workerIds.trainer, organisations.federation],
        );
        await tx.as('trainer');
        const heard = await tx.attempt(
          `select public.vote_on_appeal($1::uuid, $2::uuid, $3::uuid, '{"upheld": true, "reason": "x"}')`,
          [organisations.federation, workerIds.worker, claimId],
        );
        expect(heard.error?.message).toBe('decided_before');
      }));

    it.each([
      '[]',
      '{}',
      '[{"worker": null}]',
      `[{"worker": "${workerIds.worker}", "claim": "${claimId}", "verdict": "x"}]`,
    ])('does not understand %s', (rows) =>
      claimed(async (tx) => {
        await tx.as('manager');
        const { error } = await tx.attempt('select public.decide_claims($1::uuid, $2::text::jsonb)', [
          organisations.factory,
          rows,
        ]);
        expect(error?.message).toBe('decision_not_understood');
      }),
    );
  });
});
