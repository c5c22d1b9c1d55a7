import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { recogniseWaiting } from '#domains/credits/recognition/data.ts';
import { defineUnits } from '#domains/credits/rulebook/data.ts';
import { audit } from '../../scripts/audit.ts';
import { onBothBackends, provide } from '../../tests/support/backend.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const worker = workerIds.worker ?? '';
const { federation, factory, school } = organisations;

onBothBackends('', (backend) => {
  const query = <Row>(sql: string, parameters?: unknown[]) => backend().database.query<Row>(sql, parameters);
  const reader = { query, close: () => Promise.resolve() };
  /** Audits what somebody with every right has altered, and puts everything back. */
  const audited = async (change: string): Promise<string> => {
    const { script } = backend().database;
    await script(`create table private.kept as table public.credit_assessments;
      create table private.kept_rules as table private.rule_versions; ${change}`);
    const found = await audit(reader).then(String, ({ message }: Error) => message);
    await script(`delete from public.credit_assessments; insert into public.credit_assessments table private.kept;
      update private.rule_versions v set source = k.source from private.kept_rules k where k.id = v.id;
      drop table private.kept, private.kept_rules`);
    return found;
  };
  const clerk = (verb: string, bank: string, row: object, more = '') =>
    query(`select public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`, [
      bank,
      JSON.stringify([{ worker, rule_set: 'x', rule_version: '1', explanation: {}, reason: {}, ...row }]),
    ]);
  /** A level of a trade that the works verified so many days ago, and what the rules made of it. */
  async function level(trade: string, of: string, days: number) {
    const [made] = await query<{ id: string }>(
      `insert into public.outcomes (worker_id, id, kind, achieved_at, facts, verifier_id)
       values ($1::uuid, gen_random_uuid(), 'skill_level', now() - $4 * interval '1 day',
         jsonb_build_object('title', 'x', 'trade', $2::text, 'level', $3::text), $5::uuid) returning id`,
      [worker, trade, of, days, factory],
    );
    expect(await recogniseWaiting(worker)).toBe(1);
    const [decided] = await query<{ rules: string; credits: string; voucher: string }>(
      `select rule_set || '@' || rule_version as rules, report -> 'credits' ->> 'worker_credit' as credits, voucher_id as voucher
       from public.credit_assessments where worker_id = $1::uuid and outcome_id = $2::uuid`,
      [worker, made?.id],
    );
    return { ...decided, outcome: made?.id };
  }

  describe('an audit', () => {
    let first: Awaited<ReturnType<typeof level>>;

    beforeAll(async () => {
      provide(backend());
      await defineUnits();
      await query('delete from public.appeals');
      await query(`delete from public.credit_assessments where rule_set = 'x'`);
      first = await level('焊工', '初级工', 2);
      expect(first).toMatchObject({ rules: 'city-federation@2026', credits: '2' });
      // A panel grants more for it, some of it is used; then a higher level brings the difference.
      const parts = [{ unit: 'worker_credit', amount: 50, dated_on: '2026-05-01' }];
      await clerk(
        'recognise',
        federation,
        { outer_id: 'appeal', outcome: first.outcome, rule_set: 'appeal', parts },
        ', true',
      );
      await clerk('hold', school, { outer_id: 'r', parts: [{ unit: 'worker_credit', amount: 30 }] });
      expect(await level('焊工', '中级工', 2)).toMatchObject({ credits: '1.5' });
      // From today the federation has rules of its own.
      const own = readFileSync('content/rules/city-federation.yaml', 'utf8')
        .replace('id: city-federation', 'id: yunchuan')
        .replace(
          'in_force: { from: 2020-01-01 }',
          `in_force: { from: ${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)} }`,
        )
        .replace('初级工: 2, 中级工: 4', '初级工: 3, 中级工: 7');
      await query(
        `insert into private.rule_versions (id, organisation_id, set_id, version, in_force_from, source, digest, drafted_by, signed_at)
         values (gen_random_uuid(), $1::uuid, 'yunchuan', '2026', private.today(), $2, '', $3::uuid, now())`,
        [federation, own, worker],
      );
      vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
      const wrong = await level('车工', '中级工', 0);
      expect(wrong).toMatchObject({ rules: 'yunchuan@2026', credits: '7' });
      await clerk('reverse', federation, { voucher: wrong.voucher });
      expect(await level('车工', '初级工', 0)).toMatchObject({ credits: '3' });
      expect(await level('车工', '初级工', 0)).toMatchObject({ credits: '0' });
    });

    afterEach(() => void vi.restoreAllMocks());

    it('decides again on every result, by the rules of its day and with what they knew then', async () => {
      expect((await audit(reader)).decisions).toBe(5);
    });

    it('is not confused by rules that came later, here or elsewhere, not even about what no rule decided', async () => {
      await query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, facts, verifier_id)
         values ($1::uuid, gen_random_uuid(), 'work', now() - interval '3 days', '{"title": "x", "started": "2020-01-01"}', $2::uuid)`,
        [worker, factory],
      );
      expect(await recogniseWaiting(worker)).toBe(1);
      const general = readFileSync('content/rules/city-federation.yaml', 'utf8');
      const later = (id: string, from: string, organisation: string) =>
        query(
          `insert into private.rule_versions (id, organisation_id, set_id, version, in_force_from, source, digest, drafted_by, signed_at)
           values (gen_random_uuid(), $1::uuid, $2, '1', $3::date, $4, '', $5::uuid, now())`,
          [
            organisation,
            id,
            from,
            general
              .replace('id: city-federation', `id: ${id}`)
              .replace("version: '2026'", "version: '1'")
              .replace('from: 2020-01-01', `from: ${from}`),
            worker,
          ],
        );
      await later('zhao', '2020-06-01', school);
      await later('yunchuan-later', '2099-01-01', federation);
      expect((await audit(reader)).decisions).toBe(6);
    });

    it.each([
      [
        'what the rules were told',
        `told = jsonb_set(told, '{level}', '"高级工"') where report -> 'credits' ->> 'worker_credit' = '2'`,
        /were told/,
      ],
      [
        'what a report says',
        `report = jsonb_set(report, '{credits,worker_credit}', '"9"') where report -> 'credits' ->> 'worker_credit' = '3'`,
        /credits/,
      ],
      ['the version', `rule_version = '2025' where rule_set = 'yunchuan'`, /rules is yunchuan@2025/],
      ['the day', `decided_on = '2019-01-01'`, /credits|rules/],
      ['what they knew', `seen_lines = '{}' where report -> 'credits' ->> 'worker_credit' = '1.5'`, /credits/],
      ['a decision that is gone', null, /credits/],
      ['a voucher', `voucher_id = null, granted = null where report -> 'credits' ->> 'worker_credit' = '2'`, /granted/],
    ])('finds out who altered %s', async (_what, alteration, found) => {
      const change = alteration
        ? `update public.credit_assessments set ${alteration}`
        : `delete from public.credit_assessments where report -> 'credits' ->> 'worker_credit' = '2'`;
      expect(await audited(change)).toMatch(found);
    });

    it('finds out who rewrote the rules', async () => {
      const change = `update private.rule_versions set source = replace(source, '中级工: 7', '中级工: 8')`;
      expect(await audited(change)).toMatch(/decision on .*credits/);
    });
  });
});
