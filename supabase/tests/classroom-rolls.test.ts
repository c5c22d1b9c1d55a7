import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';
import { begun, call, held, inMinutes, sessionId, signUp } from './classroom.ts';

onBothEngines((database) => {
  /** The worker has the seat, the district officer waits; the session began ten minutes ago. */
  const inRoom = (work: (tx: Transaction) => Promise<void>) =>
    held(database, async (tx) => {
      await signUp(tx, 'worker');
      await signUp(tx, 'districtOfficer');
      await begun(tx, 10);
      await work(tx);
    });
  const codeOf = async (tx: Transaction, windowsAgo: number) => {
    await tx.as('manager');
    await tx.query('select public.show_code($1::uuid)', [sessionId]);
    await tx.as('owner');
    const { code } = await tx.one<{ code: string }>(
      'select private.check_in_code($1::uuid, private.check_in_window(clock_timestamp()) - $2::integer) as code',
      [sessionId, windowsAgo],
    );
    return code;
  };
  const note = (tx: Transaction, by: Person, of: Person, arrived: string | null, left: string | null = null) =>
    call(tx, by, 'keep_roll', JSON.stringify([{ worker: workerIds[of], arrived_at: arrived, left_at: left }]));
  const standing = async (tx: Transaction, person: Person = 'worker') => {
    await tx.as('owner');
    return tx.one<{ completed: number; outcomes: number; minutes: number }>(
      `select (select count(*)::int from public.study_progress where worker_id = $1::uuid and lesson = 'bench' and completed_at is not null) as completed,
       (select count(*)::int from public.outcomes o join public.courses c on c.id = o.course_id where o.worker_id = $1::uuid and c.slug = 'room-course') as outcomes,
       (select coalesce(sum(counted_ms), 0)::int / 60000 from public.study_days where worker_id = $1::uuid and day > '2026-06-01') as minutes`,
      [workerIds[person]],
    );
  };

  describe('a code', () => {
    it('lets in who has a seat, now and fifteen seconds later, and no longer', () =>
      inRoom(async (tx) => {
        expect(await call(tx, 'worker', 'check_in', await codeOf(tx, 2))).toBe('check_in_code_wrong');
        expect(await call(tx, 'worker', 'check_in', await codeOf(tx, -1))).toBe('check_in_code_wrong');
        expect(await call(tx, 'worker', 'check_in', 'ZZZZZZZZ')).toBe('check_in_code_wrong');
        expect(await call(tx, 'worker', 'check_in', '')).toBe('check_in_code_wrong');
        expect(await call(tx, 'worker', 'check_in', await codeOf(tx, 1))).toBe(true);
        // Again is the same, with any code.
        expect(await call(tx, 'worker', 'check_in', 'ZZZZZZZZ')).toBe(true);
      }));

    it('is of no use without a seat, before the door opens, and after the end', () =>
      inRoom(async (tx) => {
        expect(await call(tx, 'districtOfficer', 'check_in', await codeOf(tx, 0))).toBe('no_seat_of_yours');
        expect(await call(tx, 'carer', 'check_in', await codeOf(tx, 0))).toBe('no_seat_of_yours');
        await begun(tx, -31);
        expect(await call(tx, 'worker', 'check_in', await codeOf(tx, 0))).toBe('check_in_not_open');
        await begun(tx, 130);
        expect(await call(tx, 'worker', 'check_in', await codeOf(tx, 0))).toBe('check_in_not_open');
        await begun(tx, -29);
        expect(await call(tx, 'worker', 'check_in', await codeOf(tx, 0))).toBe(true);
        expect(await call(tx, 'worker', 'give_up_seat')).toBe('already_checked_in');
      }));

    it('is another for every session', () =>
      inRoom(async (tx) => {
        const code = await codeOf(tx, 0);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
        await tx.query('update private.classroom_secrets set secret = extensions.gen_random_bytes(32)');
        expect(await call(tx, 'worker', 'check_in', code)).toBe('check_in_code_wrong');
      }));
  });

  describe('a roll', () => {
    it('notes who came without a telephone, not what can not have been, and leaves a trace', () =>
      inRoom(async (tx) => {
        expect(await note(tx, 'manager', 'worker', inMinutes(5))).toBe('session_times_not_possible');
        expect(await note(tx, 'manager', 'worker', inMinutes(-60))).toBe('session_times_not_possible');
        expect(await note(tx, 'manager', 'worker', inMinutes(-5), inMinutes(-6))).toBe('session_times_not_possible');
        expect(await note(tx, 'manager', 'districtOfficer', inMinutes(-5))).toBe('no_seat_of_theirs');
        expect(await note(tx, 'worker', 'worker', inMinutes(-5))).toBe('session_not_found');
        expect(await note(tx, 'manager', 'worker', inMinutes(-5))).toBe(1);
        expect(await note(tx, 'manager', 'worker', null)).toBe(1);
        await tx.as('worker');
        const trace = `select action from public.audit_entries where worker_id = $1::uuid and action = 'attendance.noted'`;
        expect(await tx.query(trace, [workerIds.worker])).toHaveLength(2);
      }));

    it('is not for oneself', () =>
      held(database, async (tx) => {
        expect(await signUp(tx, 'manager')).toBe('seated');
        await begun(tx, 10);
        expect(await note(tx, 'manager', 'manager', inMinutes(-5))).toBe('own_attendance');
        expect(await note(tx, 'houseOfficer', 'manager', inMinutes(-5))).toBe(1);
      }));

    it('gives the seat of who did not come to who waits', () =>
      inRoom(async (tx) => {
        expect(await call(tx, 'manager', 'free_seat', workerIds.worker ?? '')).toBe(true);
        expect(await call(tx, 'districtOfficer', 'check_in', await codeOf(tx, 0))).toBe(true);
        expect(await call(tx, 'manager', 'free_seat', workerIds.districtOfficer ?? '')).toBe('no_seat_of_theirs');
      }));
  });

  describe('attendance', () => {
    const attended = async (tx: Transaction, cameAfter: number, leftAfter: number) => {
      await begun(tx, 121);
      await tx.as('owner');
      await tx.query(
        `update public.classroom_signups set shown_by = 'code', arrived_at = now() - interval '121 minutes' + make_interval(mins => $1::integer),
         left_at = now() - interval '121 minutes' + make_interval(mins => $2::integer) where worker_id = $3::uuid and session_id = $4::uuid`,
        [cameAfter, leftAfter, workerIds.worker, sessionId],
      );
    };

    it('completes the lesson and the course when it was enough, joins the clock, and is final', () =>
      inRoom(async (tx) => {
        await attended(tx, 0, 108);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toEqual({ completed: 1, outcomes: 1, minutes: 108 });
        expect(await call(tx, 'manager', 'close_session')).toBe('session_closed');
        expect(await note(tx, 'manager', 'worker', null)).toBe('session_closed');
        expect(await standing(tx, 'districtOfficer')).toMatchObject({ completed: 0, outcomes: 0 });
      }));

    it('is the time that she was there, and completes nothing when that is too little', () =>
      inRoom(async (tx) => {
        await attended(tx, 0, 107);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toEqual({ completed: 0, outcomes: 0, minutes: 107 });
      }));

    it('adds nothing to the clock that a telephone in her hand counted already', () =>
      inRoom(async (tx) => {
        await tx.query(
          'select private.add_clock($1::uuid, tstzrange(now() - interval $$121 min$$, now() - interval $$61 min$$))',
          [workerIds.worker],
        );
        await attended(tx, 30, 120);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect((await standing(tx)).minutes).toBe(120);
      }));

    it('ends when she goes, and a session when it is over', () =>
      inRoom(async (tx) => {
        expect(await call(tx, 'worker', 'leave_early')).toBe('not_checked_in');
        await call(tx, 'worker', 'check_in', await codeOf(tx, 0));
        expect(await call(tx, 'worker', 'leave_early')).toBe(true);
        expect(await call(tx, 'manager', 'close_session')).toBe('session_not_over');
        expect(await call(tx, 'worker', 'my_session')).toMatchObject({ state: 'seated', lesson: 'bench' });
        expect(await call(tx, 'carer', 'my_session')).toBe('session_not_found');
      }));

    it('is not lost when nobody closes the session', () =>
      inRoom(async (tx) => {
        await attended(tx, 0, 120);
        await tx.as('service_role');
        const close = 'select public.clerk_close_sessions() as closed';
        expect(await tx.one(close)).toEqual({ closed: 0 });
        await tx.as('owner');
        await tx.query(
          `update public.classroom_sessions set starts_at = starts_at - interval '24 hours', ends_at = ends_at - interval '24 hours'`,
        );
        await tx.query(
          `update public.classroom_signups set arrived_at = arrived_at - interval '24 hours', left_at = left_at - interval '24 hours'`,
        );
        await tx.as('service_role');
        expect(await tx.one(close)).toEqual({ closed: 1 });
        expect(await standing(tx)).toMatchObject({ completed: 1, outcomes: 1, minutes: 120 });
      }));
  });
});
