import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const programme = '00000000-0000-4000-8000-000000000a01';
const level = '00000000-0000-4000-8000-000000000fa1';
const course = '00000000-0000-4000-8000-000000000fa2';
const { school, federation } = organisations;

const plan = {
  hours_a_credit: 18,
  groups: [
    { title: '专业', least: 4000, most_pct: 50 },
    { title: '公共', least: 0, most_pct: 100 },
  ],
  courses: [
    {
      code: 'A',
      title: '焊接工艺',
      group: '专业',
      credits: 400,
      by: [{ kind: 'skill_level', trade: '焊工', level: '中级工', match_pct: 80 }],
    },
    {
      code: 'B',
      title: '焊接设备',
      group: '专业',
      credits: 300,
      by: [{ kind: 'skill_level', trade: '焊工', match_pct: 95 }],
    },
    {
      code: 'C',
      title: '焊接检验',
      group: '专业',
      credits: 200,
      by: [{ kind: 'skill_level', trade: '焊工', level: '技师', match_pct: 95 }],
    },
    {
      code: 'D',
      title: '写作',
      group: '公共',
      credits: 100,
      by: [{ kind: 'skill_level', trade: '焊工', match_pct: 79 }],
    },
    {
      code: 'E',
      title: '安全',
      group: '公共',
      credits: 100,
      by: [{ kind: 'course_completed', name: 'test-course', match_pct: 90 }],
    },
  ],
};

onBothEngines((database) => {
  /** A senior welder with twenty credits, and a school with a plan. */
  const planned = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.query('delete from public.redemption_requests');
      await tx.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, facts)
         values ($1::uuid, $2::uuid, 'skill_level', '2025-01-05', '{"title": "焊工高级", "trade": "焊工", "level": "高级工"}')`,
        [workerIds.worker, level],
      );
      await tx.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, hours_min)
         select $1::uuid, $2::uuid, 'course_completed', '2025-02-05', c.id, c.version, 60 from public.courses c where c.slug = 'test-course'`,
        [workerIds.worker, course],
      );
      await tx.as('service_role');
      const row = { outer_id: 'x', rule_set: 'x', rule_version: '1', explanation: {}, evidence: {} };
      const sent = [
        { ...row, worker: workerIds.worker, parts: [{ unit: 'credit', amount: 2000, dated_on: '2026-01-01' }] },
      ];
      await tx.query('select * from public.clerk_recognise_credits($1::uuid, $2::text::jsonb, true)', [
        federation,
        JSON.stringify(sent),
      ]);
      expect(await keep(tx, 'bankOfficer', plan)).toBe('kept');
      await work(tx);
    });
  async function keep(tx: Transaction, by: Person, sent: object, organisation: string = school) {
    await tx.as(by);
    const { error } = await tx.attempt('select public.keep_programme_plan($1::uuid, $2::uuid, $3::text::jsonb)', [
      ...[organisation, programme, JSON.stringify(sent)],
    ]);
    return error?.message ?? 'kept';
  }
  async function substitute(tx: Transaction, code: string, outcome: string = level, request = `for ${code}`) {
    await tx.as('worker');
    const { rows, error } = await tx.attempt<{ id: string }>(
      'select public.substitute_course($1, $2::uuid, $3, $4::uuid) as id',
      [...[request, programme, code, outcome]],
    );
    return error?.message ?? rows?.[0]?.id ?? '';
  }
  interface Mine {
    taken: number;
    balance: number;
    groups: { title: string; most: number; taken: number }[];
    courses: { code: string; state: string | null; held: { match_pct: number }[] }[];
  }
  async function mine(tx: Transaction) {
    await tx.as('worker');
    return (await tx.one<{ mine: Mine }>('select public.my_programme($1::uuid) as mine', [programme])).mine;
  }
  const uuid = /^[0-9a-f-]{36}$/;

  describe('a course of a programme', () => {
    it('is stood for by what the table says, by a higher level as well, and never below four fifths', () =>
      planned(async (tx) => {
        const { courses } = await mine(tx);
        expect(courses.map(({ code, held }) => [code, held.map(({ match_pct }) => match_pct)])).toEqual([
          ['A', [80]],
          ['B', [95]],
          ['C', []],
          ['D', []],
          ['E', [90]],
        ]);
        expect(await substitute(tx, 'C')).toBe('outcome_stands_for_nothing');
        expect(await substitute(tx, 'D')).toBe('outcome_stands_for_nothing');
        expect(await substitute(tx, 'E', level)).toBe('outcome_stands_for_nothing');
        expect(await substitute(tx, 'Z')).toBe('programme_not_found');
      }));

    it('is asked for once, for as many credits as it is worth, and is done when the school accepts', () =>
      planned(async (tx) => {
        const voucher = await substitute(tx, 'A');
        expect(voucher).toMatch(uuid);
        expect(await substitute(tx, 'A'), 'pressed twice').toBe(voucher);
        expect(await substitute(tx, 'A', level, 'again')).toBe('course_substituted');
        expect(await mine(tx)).toMatchObject({ taken: 400, balance: 1600 });
        await tx.as('bankOfficer');
        const { counter } = await tx.one<{ counter: { waiting: { course: string; by: object }[] } }>(
          'select public.school_counter($1::uuid) as counter',
          [school],
        );
        expect(counter.waiting).toMatchObject([{ course: '焊接工艺', by: { 'zh-CN': '焊工高级' } }]);
        await tx.query('select public.decide_redemptions($1::uuid, $2::text::jsonb)', [
          school,
          JSON.stringify([{ worker: workerIds.worker, voucher, decision: 'post' }]),
        ]);
        expect((await mine(tx)).courses[0]).toMatchObject({ code: 'A', state: 'accepted' });
        expect(await substitute(tx, 'A', level, 'again')).toBe('course_substituted');
      }));

    it('that was refused can be asked for again, and one result stands for several', () =>
      planned(async (tx) => {
        const voucher = await substitute(tx, 'A');
        await tx.as('bankOfficer');
        await tx.query('select public.decide_redemptions($1::uuid, $2::text::jsonb)', [
          school,
          JSON.stringify([{ worker: workerIds.worker, voucher, decision: 'void', reason: '证书看不清' }]),
        ]);
        expect((await mine(tx)).courses[0]).toMatchObject({ state: null });
        expect(await substitute(tx, 'A', level, 'once more')).toMatch(uuid);
      }));

    it('is not taken as done beyond the share of its group, or of the whole, or what she has', () =>
      planned(async (tx) => {
        // Of nine credits of the group half may come from the bank.
        expect((await mine(tx)).groups).toMatchObject([{ most: 450 }, { most: 200 }]);
        expect(await substitute(tx, 'A')).toMatch(uuid);
        expect(await substitute(tx, 'B')).toBe('group_share_reached');
        await keep(tx, 'bankOfficer', { ...plan, groups: plan.groups.map((group) => ({ ...group, most_pct: 100 })) });
        await tx.as('owner');
        await tx.query('update public.programmes set total = 1000, most_pct = 60');
        expect(await substitute(tx, 'B')).toBe('programme_share_reached');
        await tx.as('owner');
        await tx.query('update public.programmes set total = 100000');
        expect(await substitute(tx, 'B')).toMatch(uuid);
        await keep(tx, 'bankOfficer', {
          ...plan,
          courses: plan.courses.map((one) => (one.code === 'E' ? { ...one, credits: 9000 } : one)),
        });
        expect(await substitute(tx, 'E', course)).toBe('not_enough_credits');
      }));
  });

  describe('a plan', () => {
    it.each([
      { ...plan, hours_a_credit: 0 },
      { ...plan, groups: 'x' },
      { ...plan, groups: [] },
      { ...plan, groups: [{ title: '专业', least: -1, most_pct: 50 }, plan.groups[1]] },
      { ...plan, groups: [{ title: '专业', least: 0, most_pct: 101 }, plan.groups[1]] },
      { ...plan, courses: [...plan.courses, plan.courses[0]] },
      { ...plan, courses: [{ ...plan.courses[0], credits: 'many' }] },
      { ...plan, courses: [{ ...plan.courses[0], credits: 0 }] },
      { ...plan, courses: [{ ...plan.courses[0], by: [{ kind: 'degree', match_pct: 'x' }] }] },
      { ...plan, courses: [{ ...plan.courses[0], by: 1 }] },
      {},
    ])('that nobody could follow is refused: %j', (sent) =>
      planned(async (tx) => expect(await keep(tx, 'bankOfficer', sent)).toBe('plan_not_understood')),
    );

    it('is its school’s to say', () =>
      planned(async (tx) => {
        for (const person of ['worker', 'manager', 'officer', 'auditor'] as const)
          expect(await keep(tx, person, plan), person).toBe('not_allowed');
        await tx.as('owner');
        await tx.query('update public.programmes set organisation_id = $1::uuid', [federation]);
        expect(await keep(tx, 'bankOfficer', plan)).toBe('programme_not_found');
      }));
  });
});
