import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';
import { begun, call, code, held, inMinutes, sessionId, signUp, standing } from './classroom.ts';

onBothEngines((database) => {
  /** The worker has the seat, the district officer waits; the session began ten minutes ago. */
  const inRoom = (work: (tx: Transaction) => Promise<void>) =>
    held(database, async (tx) => {
      await signUp(tx, 'worker');
      await signUp(tx, 'districtOfficer');
      await begun(tx, 10);
      await work(tx);
    });
  const note = (
    tx: Transaction,
    by: Person,
    of: Person,
    arrived: string | null,
    rest: { left_at?: string; stayed?: boolean } = {},
  ) =>
    call(tx, by, 'keep_roll', JSON.stringify([{ worker: workerIds[of], arrived_at: arrived, left_at: null, ...rest }]));
  const enter = async (tx: Transaction, person: Person) => call(tx, person, 'check_in', await code(tx));
  /** She came and went so many minutes after the beginning of a session of two hours that is over, and showed it twice. */
  const attended = async (tx: Transaction, cameAfter: number, leftAfter: number, confirmed = true) => {
    await begun(tx, 121);
    await tx.query(
      `update public.classroom_signups set shown_by = 'code', arrived_at = now() - make_interval(mins => 121 - $1::integer),
       left_at = now() - make_interval(mins => 121 - $2::integer),
       confirmed_at = case when $5::boolean then now() - make_interval(mins => 121 - $2::integer) end,
       confirmed_by = case when $5::boolean then 'code' end where worker_id = $3::uuid and session_id = $4::uuid`,
      [cameAfter, leftAfter, workerIds.worker, sessionId, confirmed],
    );
  };
  /** When it was opened and when it was over, in minutes after its beginning. */
  const really = async (tx: Transaction, opened: number | null, ended: number | null) => {
    await tx.as('owner');
    await tx.query(
      `update public.classroom_sessions set opened_at = starts_at + make_interval(mins => $2::integer),
       ended_at = starts_at + make_interval(mins => $3::integer) where id = $1::uuid`,
      [sessionId, opened, ended],
    );
  };

  describe('a roll', () => {
    it('notes who came without a telephone, not what can not have been, and leaves a trace', () =>
      inRoom(async (tx) => {
        expect(await note(tx, 'manager', 'worker', inMinutes(5))).toBe('session_times_not_possible');
        expect(await note(tx, 'manager', 'worker', inMinutes(-60))).toBe('session_times_not_possible');
        expect(await note(tx, 'manager', 'worker', inMinutes(-5), { left_at: inMinutes(-6) })).toBe(
          'session_times_not_possible',
        );
        expect(await note(tx, 'manager', 'districtOfficer', inMinutes(-5))).toBe('no_seat_of_theirs');
        expect(await note(tx, 'worker', 'worker', inMinutes(-5))).toBe('session_not_found');
        expect(await note(tx, 'manager', 'worker', inMinutes(-5))).toBe(1);
        expect(await note(tx, 'manager', 'worker', null)).toBe(1);
        await tx.as('worker');
        const trace = `select actor_id, facts from public.audit_entries where worker_id = $1::uuid and action = 'attendance.noted'`;
        const traces = await tx.query<{ actor_id: string; facts: object }>(trace, [workerIds.worker]);
        expect(traces).toHaveLength(2);
        expect(traces[0]).toMatchObject({ actor_id: workerIds.manager, facts: { session: sessionId, stayed: false } });
      }));

    it('is not for oneself', () =>
      held(database, async (tx) => {
        expect(await signUp(tx, 'manager')).toBe('seated');
        await begun(tx, 10);
        expect(await note(tx, 'manager', 'manager', inMinutes(-5))).toBe('own_attendance');
        expect(await note(tx, 'houseOfficer', 'manager', inMinutes(-5))).toBe(1);
      }));

    it('says who stayed, from the second half on, where a telephone had no second code', () =>
      inRoom(async (tx) => {
        await enter(tx, 'worker');
        const came = (await call(tx, 'worker', 'my_session')) as { arrived_at: string };
        expect(await note(tx, 'manager', 'worker', came.arrived_at, { stayed: true })).toBe('stay_not_known_yet');
        await begun(tx, 61);
        const { arrived_at } = (await call(tx, 'worker', 'my_session')) as { arrived_at: string };
        expect(await note(tx, 'manager', 'worker', arrived_at, { stayed: true })).toBe(1);
        await begun(tx, 121);
        expect(await call(tx, 'manager', 'session_roll')).toMatchObject({
          roll: [{ shown_by: 'code', confirmed_by: 'list' }, { state: 'waiting' }],
        });
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toMatchObject({ completed: 1 });
      }));

    it('opens the session, and is of no use for one that nobody opened', () =>
      inRoom(async (tx) => {
        await begun(tx, 121);
        await really(tx, null, null);
        expect(await note(tx, 'manager', 'worker', inMinutes(-100), { stayed: true })).toBe('session_never_opened');
        await begun(tx, 10);
        await really(tx, null, null);
        expect(await note(tx, 'manager', 'worker', inMinutes(-5))).toBe(1);
        expect(await call(tx, 'manager', 'session_roll')).toMatchObject({ opened_at: expect.any(String) as string });
      }));

    it('gives the seat of who did not come to who waits', () =>
      inRoom(async (tx) => {
        expect(await call(tx, 'manager', 'free_seat', workerIds.worker ?? '')).toBe(true);
        expect(await enter(tx, 'districtOfficer')).toEqual({ said: 'here' });
        expect(await call(tx, 'manager', 'free_seat', workerIds.districtOfficer ?? '')).toBe('no_seat_of_theirs');
      }));
  });

  describe('attendance', () => {
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

    it('shown once only waits for the list: it counts for nothing', () =>
      inRoom(async (tx) => {
        await attended(tx, 0, 120, false);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toEqual({ completed: 0, outcomes: 0, minutes: 0 });
        expect(await call(tx, 'worker', 'my_session')).toMatchObject({ closed: true, confirmed_at: null });
      }));

    it('is the time that was held of what was planned: who opens late and ends early gives less', () =>
      inRoom(async (tx) => {
        await attended(tx, -20, 121);
        await really(tx, 10, 100);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toEqual({ completed: 1, outcomes: 1, minutes: 90 });
      }));

    it('completes nothing in a session that was held for less than its lesson takes', () =>
      inRoom(async (tx) => {
        await attended(tx, 0, 120);
        await really(tx, 0, 80);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toEqual({ completed: 0, outcomes: 0, minutes: 80 });
      }));

    it('ends when whoever holds the session says so, with a last chance to show it', () =>
      inRoom(async (tx) => {
        await enter(tx, 'worker');
        expect(await call(tx, 'worker', 'finish_session')).toBe('session_not_found');
        expect(await call(tx, 'manager', 'finish_session')).toBe(true);
        expect(await enter(tx, 'worker')).toEqual({ said: 'confirmed' });
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        const { minutes, completed } = await standing(tx);
        expect([minutes, completed]).toEqual([0, 0]);
      }));

    it('on leaving ends with the last code, and the list can say that it went on', () =>
      inRoom(async (tx) => {
        await attended(tx, 0, 120);
        await tx.query(`update public.classroom_sessions set second_proof = 'leaving' where id = $1::uuid`, [
          sessionId,
        ]);
        await tx.query(
          `update public.classroom_signups set left_at = null, confirmed_at = arrived_at + interval '70 minutes' where worker_id = $1::uuid and arrived_at is not null`,
          [workerIds.worker],
        );
        await call(tx, 'manager', 'close_session');
        expect(await standing(tx)).toMatchObject({ completed: 0, minutes: 70 });
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
        await enter(tx, 'worker');
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
          `update public.classroom_sessions set starts_at = starts_at - interval '24 hours', ends_at = ends_at - interval '24 hours',
           opened_at = opened_at - interval '24 hours'`,
        );
        await tx.query(
          `update public.classroom_signups set arrived_at = arrived_at - interval '24 hours', left_at = left_at - interval '24 hours',
           confirmed_at = confirmed_at - interval '24 hours'`,
        );
        await tx.as('service_role');
        expect(await tx.one(close)).toEqual({ closed: 1 });
        expect(await standing(tx)).toMatchObject({ completed: 1, outcomes: 1, minutes: 120 });
      }));
  });
});
