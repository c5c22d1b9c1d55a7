import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

interface Line {
  id: string;
  year: number;
  achieved_at: string;
  sponsor: string | null;
}
interface LifeRecord {
  lines: Line[];
  more: boolean;
  years: { year: number; outcomes: number; hours_min: number }[];
  kinds: { kind: string; outcomes: number; hours_min: number }[];
}

/** Sixty half hours: every third sponsored by the works, ten at the very same instant, the newest in the first hours of 2026 in China. */
const aLife = (tx: Transaction) =>
  tx.query(
    `insert into public.outcomes (worker_id, id, kind, achieved_at, sponsor_id, hours_min)
     select $1::uuid, md5('life ' || n)::uuid, 'course_completed',
       timestamptz '2025-12-31 17:00+00' - greatest(n - 10, 0) * interval '20 days',
       case when n % 3 = 0 then $2::uuid end, 30
     from generate_series(1, 60) n`,
    [workerIds.reviewer, organisations.factory],
  );

interface Asked {
  side?: string;
  kind?: string;
  year?: number;
  after?: Line | undefined;
}

async function record(tx: Transaction, { side, kind, year, after }: Asked = {}): Promise<LifeRecord> {
  const { found } = await tx.one<{ found: LifeRecord }>(
    'select public.my_record($1, $2, $3, $4::timestamptz, $5::uuid) as found',
    [side ?? null, kind ?? null, year ?? null, after?.achieved_at ?? null, after?.id ?? null],
  );
  return found;
}

onBothEngines((database) => {
  const withALife = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      // Outcomes are final; what the test world gave her goes with the rollback of this very transaction only.
      await tx.query('alter table public.outcomes disable trigger outcomes_keep');
      await tx.query('delete from public.appeals where worker_id = $1::uuid', [workerIds.reviewer]);
      await tx.query('delete from public.certificates where worker_id = $1::uuid', [workerIds.reviewer]);
      await tx.query('delete from public.credit_assessments where worker_id = $1::uuid', [workerIds.reviewer]);
      await tx.query('delete from public.outcomes where worker_id = $1::uuid', [workerIds.reviewer]);
      await aLife(tx);
      await tx.as('reviewer');
      await work(tx);
    });

  describe('the record of a life', () => {
    it('is read page by page, each line once, also where many came at one instant', () =>
      withALife(async (tx) => {
        const first = await record(tx);
        expect([first.lines.length, first.more]).toEqual([50, true]);
        const rest = await record(tx, { after: first.lines.at(-1) });
        expect([rest.lines.length, rest.more]).toEqual([10, false]);
        expect(new Set([...first.lines, ...rest.lines].map(({ id }) => id)).size).toBe(60);
        const middle = first.lines[4];
        expect((await record(tx, { after: middle })).lines[0]).toEqual(first.lines[5]);
      }));

    it('counts a year by the calendar of China and adds up to the last minute', () =>
      withALife(async (tx) => {
        const { years, lines } = await record(tx);
        expect(lines[0]?.year).toBe(2026);
        expect(years.at(-1)).toEqual({ year: 2026, outcomes: 10, hours_min: 300 });
        expect(years.reduce((sum, { hours_min }) => sum + hours_min, 0)).toBe(60 * 30);
      }));

    it('tells own study from what was sponsored, and names who sponsored it', () =>
      withALife(async (tx) => {
        const [own, sponsored] = [await record(tx, { side: 'own' }), await record(tx, { side: 'sponsored' })];
        expect(own.lines.map(({ sponsor }) => sponsor)).toEqual(Array.from({ length: 40 }, () => null));
        expect(new Set(sponsored.lines.map(({ sponsor }) => sponsor)).size).toBe(1);
        expect(sponsored.lines).toHaveLength(20);
        expect(sponsored.lines[0]?.sponsor).toBeTruthy();
      }));

    it('is narrowed to a kind and a year, and each sum says what choosing it would show', () =>
      withALife(async (tx) => {
        await tx.as('owner');
        await tx.query(
          `insert into public.outcomes (worker_id, id, kind, achieved_at, hours_min)
           select $1::uuid, md5('prize ' || n)::uuid, 'contest', timestamptz '2025-06-01 12:00+08' + n * interval '1 day', null
           from generate_series(1, 3) n`,
          [workerIds.reviewer],
        );
        await tx.as('reviewer');
        const whole = await record(tx);
        expect(whole.kinds).toEqual([
          { kind: 'course_completed', outcomes: 60, hours_min: 1800 },
          { kind: 'contest', outcomes: 3, hours_min: 0 },
        ]);
        for (const { year, outcomes } of whole.years) {
          const ofYear = await record(tx, { year });
          expect([year, ofYear.lines.length, new Set(ofYear.lines.map((line) => line.year))]).toEqual([
            year,
            outcomes,
            new Set([year]),
          ]);
          expect(ofYear.kinds.reduce((sum, kind) => sum + kind.outcomes, 0)).toBe(outcomes);
          expect(ofYear.years).toEqual(whole.years);
        }
        const prizes = await record(tx, { kind: 'contest' });
        expect(prizes.lines).toHaveLength(3);
        expect(prizes.years).toEqual([{ year: 2025, outcomes: 3, hours_min: 0 }]);
        expect(prizes.kinds).toEqual(whole.kinds);
        expect((await record(tx, { kind: 'contest', year: 2026 })).lines).toEqual([]);
        // Narrowed and read on at once: the second page holds what is left of the kind, not of everything.
        const first = await record(tx, { kind: 'course_completed' });
        const rest = await record(tx, { kind: 'course_completed', after: first.lines.at(-1) });
        expect([first.lines.length, rest.lines.length, rest.more]).toEqual([50, 10, false]);
      }));

    it('is nobody else’s, neither a colleague’s nor her manager’s', () =>
      withALife(async (tx) => {
        const lived = new Set((await record(tx)).lines.map(({ id }) => id));
        expect(lived.size).toBe(50);
        for (const person of ['carer', 'manager', 'officer'] as const) {
          await tx.as(person);
          expect((await record(tx)).lines.filter(({ id }) => lived.has(id))).toEqual([]);
        }
      }));

    it('is refused without a session', () =>
      withALife(async (tx) => {
        await tx.as('anon');
        expect((await tx.attempt('select public.my_record()')).error?.code).toBe('42501');
      }));
  });
});
