import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '#domains/credits/recognition/rules.ts';
import { awaitingSchema, type Awaiting } from '#domains/credits/recognition/schema.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const file = 'content/rules/city-federation.yaml';
const { library } = readRuleFile(readFileSync(file, 'utf8'), file);
const at = '2026-11-26';
const worker = workerIds.worker ?? '';

/** A course of twelve hours, completed: one credit by the rules. */
const complete = (tx: Transaction, n: number, person = worker, sponsor: string | null = null) =>
  tx.query(
    `insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, sponsor_id, hours_min)
     select $1::uuid, md5('recognise ' || $2)::uuid, 'course_completed', timestamptz '2026-05-01 12:00+08', c.id, 1, $3::uuid, 720
     from public.courses c where c.slug = 'test-course'`,
    [person, n, sponsor],
  );

async function waiting(tx: Transaction, only: string | null = null): Promise<Awaiting[]> {
  await tx.as('service_role');
  const { found } = await tx.one<{ found: unknown }>('select public.clerk_outcomes_to_assess($1::uuid) as found', [
    only,
  ]);
  return awaitingSchema.parse(found);
}

const keep = (
  tx: Transaction,
  { worker: who, seen, outcomes, granted }: Awaiting,
  change = (decisions: unknown) => decisions,
) =>
  tx.attempt<{ kept: number }>(
    'select public.clerk_keep_assessments($1::uuid, $2::text::jsonb, $3::date, $4::text::jsonb) as kept',
    [who, JSON.stringify(seen), at, JSON.stringify(change(decide(library, { worker: who, outcomes, granted }, at)))],
  );

async function balance(tx: Transaction): Promise<number> {
  await tx.as('worker');
  const { book } = await tx.one<{ book: { accounts: { unit: string; balance: number }[] } }>(
    'select public.my_passbook() as book',
  );
  return book.accounts.find(({ unit }) => unit === 'worker_credit')?.balance ?? 0;
}

onBothEngines((database) => {
  const withUnit = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.query(`select public.clerk_define_credit_unit('worker_credit', 2, '学分', 'credits')`);
      await work(tx);
    });

  describe('a completed course', () => {
    it('waits until it is assessed, and is in the passbook then, with its voucher', () =>
      withUnit(async (tx) => {
        await complete(tx, 1);
        const [one, ...others] = await waiting(tx);
        expect([one?.worker, one?.outcomes.length, others]).toEqual([worker, 1, []]);
        expect(one?.outcomes[0]).toMatchObject({
          minutes: 720,
          course: 'test-course',
          organisation: organisations.federation,
        });
        expect((await keep(tx, one as Awaiting)).rows).toEqual([{ kept: 1 }]);
        expect(await waiting(tx)).toEqual([]);
        expect(await balance(tx)).toBe(100);
        const [{ voucher_id: voucher } = { voucher_id: '' }] = await tx.query<{ voucher_id: string }>(
          'select voucher_id from public.credit_assessments where granted is not null',
        );
        const { why } = await tx.one<{ why: { rule_version: string; explanation: { trace: unknown[] } } }>(
          'select public.explain_credits($1::uuid, $2::uuid) as why',
          [worker, voucher],
        );
        expect(why.rule_version).toBe('2026');
        expect(why.explanation.trace.length).toBeGreaterThan(0);
      }));

    it('is decided once: a second clerk who looked at the same time is told to look again', () =>
      withUnit(async (tx) => {
        await complete(tx, 1);
        const [one] = await waiting(tx);
        await keep(tx, one as Awaiting);
        expect((await keep(tx, one as Awaiting)).error).toMatchObject({
          code: 'PT409',
          message: 'assessment_outdated',
        });
        expect(await balance(tx)).toBe(100);
      }));

    it('is told of what was given before, so that a course counts once', () =>
      withUnit(async (tx) => {
        await complete(tx, 1);
        await keep(tx, (await waiting(tx))[0] as Awaiting);
        await tx.as('owner');
        await complete(tx, 2);
        const [again] = await waiting(tx);
        expect(again?.granted).toHaveLength(1);
        await keep(tx, again as Awaiting);
        expect(await balance(tx)).toBe(100);
        const refused = await tx.query<{ report: { trace: { reason: string }[] } }>(
          'select report from public.credit_assessments where granted is null and rule_set = $1',
          ['city-federation'],
        );
        expect(refused.map(({ report }) => report.trace.at(-1)?.reason)).toEqual(['not_best']);
      }));

    describe('afterwards', () => {
      const { federation } = organisations;
      /** A course of hers was worth a credit; what is she told to have, after this? */
      const afterwards = (work: (tx: Transaction, voucher: string, outcome: string) => Promise<void>) =>
        withUnit(async (tx) => {
          await complete(tx, 1);
          await keep(tx, (await waiting(tx))[0] as Awaiting);
          await tx.as('owner');
          const { voucher, outcome } = await tx.one<{ voucher: string; outcome: string }>(
            'select voucher_id as voucher, outcome_id as outcome from public.credit_assessments where granted is not null',
          );
          await work(tx, voucher, outcome);
        });
      const told = async (tx: Transaction) => {
        await tx.as('worker');
        const { grants } = await tx.one<{ grants: { id: string; parts: object[] }[] }>(
          'select public.my_grants() as grants',
        );
        return grants.map(({ parts }) => parts);
      };
      const clerk = async (tx: Transaction, verb: string, row: object, more = '') => {
        await tx.as('service_role');
        await tx.query(`select public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`, [
          federation,
          JSON.stringify([{ worker, rule_set: 'x', rule_version: '1', explanation: {}, ...row }]),
        ]);
      };

      it('what she has used of it makes room under a cap on the balance', () =>
        afterwards(async (tx) => {
          await clerk(tx, 'hold', { outer_id: 'r', parts: [{ unit: 'worker_credit', amount: 30 }] });
          expect(await told(tx)).toMatchObject([
            [{ unit: 'worker_credit', amount: '1', redeemed: '0.3', rule: 'course' }],
          ]);
        }));

      it('what a panel granted for it on top is told too', () =>
        afterwards(async (tx, _voucher, outcome) => {
          const parts = [{ unit: 'worker_credit', amount: 50, dated_on: '2026-05-01', expires_on: '2031-05-01' }];
          await clerk(tx, 'recognise', { outer_id: 'appeal', outcome, rule_set: 'appeal', parts }, ', true');
          const more = { amount: '0.5', rule: 'course', date: '2026-05-01', expires_on: '2031-05-01', redeemed: '0' };
          const [both = []] = await told(tx);
          expect(both).toHaveLength(2);
          expect(both).toContainEqual({ unit: 'worker_credit', ...more });
          await tx.as('owner');
          await complete(tx, 2);
          expect((await keep(tx, (await waiting(tx))[0] as Awaiting)).rows).toEqual([{ kept: 1 }]);
        }));

      it('what was reversed is not: the same course counts when she takes it again', () =>
        afterwards(async (tx, voucher) => {
          await clerk(tx, 'reverse', { voucher, reason: {} });
          expect(await told(tx)).toEqual([]);
          await tx.as('owner');
          await complete(tx, 2);
          await keep(tx, (await waiting(tx))[0] as Awaiting);
          expect(await balance(tx)).toBe(100);
        }));
    });

    it('is kept and posted together or not at all', () =>
      withUnit(async (tx) => {
        await complete(tx, 1);
        const [one] = await waiting(tx);
        const wrong = (decisions: unknown) =>
          (decisions as { parts: object[] }[]).map((decision) => ({
            ...decision,
            parts: decision.parts.map((part) => ({ ...part, unit: 'nothing' })),
          }));
        expect((await keep(tx, one as Awaiting, wrong)).error).toMatchObject({
          code: 'PT409',
          message: 'unit_unknown',
        });
        expect((await waiting(tx)).length).toBe(1);
        expect(await balance(tx)).toBe(0);
      }));

    it('of somebody who belongs to no federation waits, and holds nobody up', () =>
      withUnit(async (tx) => {
        await complete(tx, 1, workerIds.stranger);
        await complete(tx, 2);
        expect((await waiting(tx)).map((one) => one.worker)).toEqual([worker]);
        await tx.as('owner');
        await complete(tx, 3, workerIds.stranger, organisations.factory);
        expect((await waiting(tx, workerIds.stranger))[0]?.outcomes).toHaveLength(1);
      }));

    it('is assessed by the clerk alone', () =>
      withUnit(async (tx) => {
        for (const person of ['worker', 'bankOfficer', 'anon'] as const) {
          await tx.as(person);
          expect((await tx.attempt('select public.clerk_outcomes_to_assess()')).error?.code).toBe('42501');
        }
      }));
  });
});
