import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds } from '../../tests/support/people.ts';

const planId = '00000000-0000-4000-8000-000000000f11';
const otherId = '00000000-0000-4000-8000-000000000f12';

interface Learning {
  plan: { id: string; goal: string; week_ms: number; courses: { slug: string; state: string }[] } | null;
  due: { kind: string; id: string; day?: string }[];
  kinds: { kind: string; clock_ms: number }[];
  calendar: string | null;
}

onBothEngines((database) => {
  const rolledBack = (work: (tx: Transaction) => Promise<void>) => database().rolledBack(work);
  const keep = (tx: Transaction, changed: object = {}) =>
    tx.attempt('select public.keep_plan($1::text::jsonb)', [
      JSON.stringify({
        id: planId,
        goal: ' 考中级焊工 ',
        begins_on: '2026-11-02',
        weeks: 12,
        weekly_min: 180,
        courses: ['test-course', 'test-course'],
        ...changed,
      }),
    ]);
  const learning = async (tx: Transaction) =>
    (await tx.one<{ page: Learning }>('select public.my_learning() as page')).page;

  describe('a plan', () => {
    it('is made once, changed, and gives way to another', () =>
      rolledBack(async (tx) => {
        await tx.as('worker');
        expect((await keep(tx)).error).toBeUndefined();
        expect((await keep(tx, { goal: '考高级焊工' })).error).toBeUndefined();
        expect((await learning(tx)).plan).toMatchObject({
          id: planId,
          goal: '考高级焊工',
          courses: [{ slug: 'test-course' }],
        });
        expect((await keep(tx, { id: otherId })).error).toBeUndefined();
        expect((await learning(tx)).plan?.id).toBe(otherId);
        expect((await keep(tx)).error).toMatchObject({ code: 'PT404', message: 'plan_not_found' });
        expect((await tx.attempt('select public.end_plan($1::uuid)', [otherId])).error).toBeUndefined();
        expect((await learning(tx)).plan).toBeNull();
        await tx.as('carer');
        expect((await tx.attempt('select public.end_plan($1::uuid)', [otherId])).error).toMatchObject({
          code: 'PT404',
        });
      }));

    it.each([
      [{ weeks: 0 }, 'plan_not_understood'],
      [{ weeks: 105 }, 'plan_not_understood'],
      [{ weekly_min: 14 }, 'plan_not_understood'],
      [{ weekly_min: 2401 }, 'plan_not_understood'],
      [{ goal: ' ' }, 'plan_not_understood'],
      [{ courses: [] }, 'plan_not_understood'],
      [{ begins_on: null }, 'plan_not_understood'],
      [{ courses: ['nothing-of-the-kind'] }, 'course_not_found'],
    ])('refuses %o', (changed, word) =>
      rolledBack(async (tx) => {
        await tx.as('worker');
        expect((await keep(tx, changed)).error).toMatchObject({ message: word });
      }),
    );
  });

  describe('what is due', () => {
    it('are courses that end and seats that are booked, the next first; nothing that is over', () =>
      rolledBack(async (tx) => {
        const enrolment = `insert into public.enrolments (worker_id, id, course_id, version, valid_until, ended_at)
          select $1::uuid, $2::uuid, c.id, c.version, private.today() + $3::integer, $4::timestamptz from public.courses c where c.slug = 'test-course'`;
        await tx.query(enrolment, [workerIds.worker, planId, 3, null]);
        await tx.query(enrolment, [workerIds.worker, otherId, -3, '2026-01-01']);
        await tx.query(
          `update public.classroom_signups set state = 'seated' where worker_id = $1::uuid and session_id = '00000000-0000-4000-8000-000000000e01'`,
          [workerIds.worker],
        );
        await tx.as('worker');
        const { due } = await learning(tx);
        expect(due.map(({ kind, id }) => [kind, id])).toEqual([
          ['session', '00000000-0000-4000-8000-000000000e01'],
          ['course', planId],
        ]);
      }));

    it('is told by kind, of the last eight weeks', () =>
      rolledBack(async (tx) => {
        await tx.query(
          `update public.study_progress set seen_at = now(), live = tstzmultirange(
             tstzrange(now() - interval '1 hour', now() - interval '30 minutes'),
             tstzrange(now() - interval '90 days', now() - interval '89 days')) where worker_id = $1::uuid`,
          [workerIds.worker],
        );
        await tx.as('worker');
        expect((await learning(tx)).kinds).toEqual([{ kind: 'position', clock_ms: 1_800_000 }]);
      }));
  });

  describe('a calendar', () => {
    const read = async (tx: Transaction, code: string | null) => {
      await tx.as('service_role');
      return (
        await tx.one<{ dates: { plan: { goal: string } } | null }>('select public.clerk_calendar($1) as dates', [code])
      ).dates;
    };
    const make = async (tx: Transaction) => {
      await tx.as('worker');
      return (await tx.one<{ code: string }>('select public.new_calendar() as code')).code;
    };

    it('is read by its address alone, until she asks for another or is forgotten', () =>
      rolledBack(async (tx) => {
        const first = await make(tx);
        expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
        expect(await read(tx, first)).toMatchObject({ plan: { goal: '考证' }, due: [] });
        expect(await read(tx, 'A'.repeat(26))).toBeNull();
        const second = await make(tx);
        expect(await read(tx, first)).toBeNull();
        expect((await read(tx, second))?.plan.goal).toBe('考证');
        await tx.as('worker');
        expect((await tx.attempt('select public.clerk_calendar($1)', [second])).error?.code).toBe('42501');
        await tx.as('owner');
        await tx.query('update public.workers set name = null, erased_at = now() where id = $1::uuid', [
          workerIds.worker,
        ]);
        expect(await read(tx, second)).toBeNull();
        await tx.as('owner');
        expect(
          await tx.query('select goal from public.study_plans where worker_id = $1::uuid', [workerIds.worker]),
        ).toEqual([{ goal: '—' }]);
      }));
  });
});
