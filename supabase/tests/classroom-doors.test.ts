import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';
import {
  begun,
  call,
  code,
  codeAgain,
  held,
  otherId,
  keep,
  secondNow,
  sessionId,
  signUp,
  standing,
} from './classroom.ts';

onBothEngines((database) => {
  /** The worker has the seat, the district officer waits; the session began ten minutes ago and takes two hours. */
  const inRoom = (work: (tx: Transaction) => Promise<void>) =>
    held(database, async (tx) => {
      await signUp(tx, 'worker');
      await signUp(tx, 'districtOfficer');
      await begun(tx, 10);
      await work(tx);
    });
  const enter = async (tx: Transaction, person: Person, typed: string) => {
    const said = await call(tx, person, 'check_in', typed);
    return typeof said === 'string' ? said : (said as { said: string }).said;
  };
  /** Lets seconds pass since what is on the walls was shown and since she tried. */
  const later = async (tx: Transaction, seconds: number) => {
    await tx.as('owner');
    await tx.query('update private.classroom_displays set shown_at = shown_at - make_interval(secs => $1::float8)', [
      seconds,
    ]);
    await tx.query('update private.classroom_tries set next_at = next_at - make_interval(secs => $1::float8)', [
      seconds,
    ]);
  };

  describe('a code', () => {
    it('lets in who has a seat, for fifteen seconds and two for the way, and no longer', () =>
      inRoom(async (tx) => {
        const first = await code(tx);
        expect(first).toMatch(/^\d{6}$/);
        await later(tx, 17.1);
        expect(await enter(tx, 'worker', first)).toBe('wrong');
        expect(await enter(tx, 'worker', '')).toBe('wrong');
        const second = await code(tx);
        await later(tx, 16);
        expect(await enter(tx, 'worker', second)).toBe('here');
      }));

    it('is of no use without a seat, before the door opens, and after the end', () =>
      inRoom(async (tx) => {
        expect(await enter(tx, 'districtOfficer', await code(tx))).toBe('no_seat_of_yours');
        expect(await enter(tx, 'carer', await code(tx))).toBe('no_seat_of_yours');
        const shown = await code(tx);
        await begun(tx, -31);
        expect(await codeAgain(tx)).toMatchObject({ code: null, second: false });
        expect(await enter(tx, 'worker', shown)).toBe('check_in_not_open');
        await begun(tx, 121);
        expect(await enter(tx, 'worker', shown)).toBe('check_in_not_open');
        await begun(tx, -29);
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
        expect(await call(tx, 'worker', 'give_up_seat')).toBe('already_checked_in');
      }));

    it('is another on every wall and for every session', () =>
      inRoom(async (tx) => {
        const codes = [];
        for (let n = 0; n < 8; n++) codes.push(await code(tx));
        expect(new Set(codes).size).toBeGreaterThan(6);
        await tx.as('owner');
        await tx.query(
          `insert into private.classroom_displays (session_id, code, second, shown_at)
           select id, '123456', false, clock_timestamp() from public.classroom_sessions where id <> $1::uuid`,
          [sessionId],
        );
        await tx.query(`delete from private.classroom_displays where session_id = $1::uuid`, [sessionId]);
        expect(await enter(tx, 'worker', '123456')).toBe('wrong');
      }));

    it('is good once for each person and display, also where the roll said meanwhile that she was not there', () =>
      inRoom(async (tx) => {
        const shown = await code(tx);
        expect(await enter(tx, 'worker', shown)).toBe('here');
        const gone = JSON.stringify([{ worker: workerIds.worker, arrived_at: null }]);
        expect(await call(tx, 'manager', 'keep_roll', gone)).toBe(1);
        expect(await enter(tx, 'worker', shown)).toBe('wrong');
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
      }));

    it('that is wrong makes who guesses wait, longer each time, and the right one too', () =>
      inRoom(async (tx) => {
        for (let n = 0; n < 3; n++) expect(await enter(tx, 'worker', 'nothing')).toBe('wrong');
        for (const seconds of [15, 30, 60, 120]) {
          const waiting = await call(tx, 'worker', 'check_in', await code(tx));
          expect(waiting).toMatchObject({ said: 'wait', seconds });
          await later(tx, seconds);
          expect(await enter(tx, 'worker', 'nothing')).toBe('wrong');
        }
        await later(tx, 900);
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
      }));

    it('leaves a trace where who holds the session uses it', () =>
      held(database, async (tx) => {
        expect(await signUp(tx, 'manager')).toBe('seated');
        await begun(tx, 10);
        expect(await enter(tx, 'manager', await code(tx))).toBe('here');
        const trace = `select actor_id from public.audit_entries where worker_id = $1::uuid and action = 'attendance.own'`;
        await tx.as('owner');
        expect(await tx.query(trace, [workerIds.manager])).toEqual([{ actor_id: workerIds.manager }]);
      }));
  });

  describe('the second code', () => {
    it('comes at a moment of the second half that the server draws, for ten minutes from when it is on a wall', () =>
      inRoom(async (tx) => {
        expect(await codeAgain(tx)).toMatchObject({ second: false });
        await tx.as('owner');
        const { from, room } = await tx.one<{ from: number; room: boolean }>(
          `select extract(epoch from m.second_at - s.starts_at)::float8 / 60 as from, m.second_at <= s.ends_at - interval '10 minutes' as room
           from private.classroom_moments m join public.classroom_sessions s on s.id = m.session_id`,
        );
        expect(from).toBeGreaterThanOrEqual(60);
        expect(room).toBe(true);
        await secondNow(tx, 0);
        expect(await codeAgain(tx)).toMatchObject({ second: true });
        await secondNow(tx, 9.9);
        expect(await codeAgain(tx)).toMatchObject({ second: true });
        await secondNow(tx, 10.1);
        expect(await codeAgain(tx)).toMatchObject({ second: false });
      }));

    it('is not known to anybody before, and the code of coming is none', () =>
      inRoom(async (tx) => {
        await code(tx);
        for (const person of ['worker', 'manager'] as const) {
          await tx.as(person);
          expect((await tx.attempt('select second_at from private.classroom_moments')).error?.code).toBe('42501');
          const said = JSON.stringify(await call(tx, person, person === 'worker' ? 'my_session' : 'session_roll'));
          expect(said).not.toContain('second_at');
        }
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
        expect(await call(tx, 'worker', 'my_session')).toMatchObject({ confirmed_at: null });
      }));

    it('shows with the first that she was there the whole time', () =>
      inRoom(async (tx) => {
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
        await secondNow(tx, 0);
        const shown = await code(tx);
        expect(await enter(tx, 'worker', shown)).toBe('confirmed');
        await begun(tx, 121);
        expect(await call(tx, 'manager', 'close_session')).toBe(1);
        expect(await standing(tx)).toMatchObject({ completed: 1, outcomes: 1 });
      }));

    it('of one display is not both for who comes with it', () =>
      inRoom(async (tx) => {
        await secondNow(tx, 0);
        const shown = await code(tx);
        expect(await enter(tx, 'worker', shown)).toBe('here');
        expect(await enter(tx, 'worker', shown)).toBe('wrong');
        expect(await enter(tx, 'worker', await code(tx))).toBe('confirmed');
      }));

    it('is there on leaving where the session says so, and time goes on until it is used', () =>
      held(database, async (tx) => {
        await tx.as('manager');
        expect((await keep(tx, { second_proof: 'leaving' })).error).toBeUndefined();
        await signUp(tx, 'worker');
        await begun(tx, 10);
        expect(await enter(tx, 'worker', await code(tx))).toBe('here');
        await begun(tx, 61);
        expect(await codeAgain(tx)).toMatchObject({ second: true });
        expect(await enter(tx, 'worker', await code(tx))).toBe('confirmed');
        await begun(tx, 130);
        expect(await codeAgain(tx)).toMatchObject({ second: true });
        expect(await enter(tx, 'worker', await code(tx))).toBe('confirmed');
        await begun(tx, 136);
        expect(await codeAgain(tx)).toMatchObject({ code: null });
      }));
  });

  it('keeps nobody in two rooms at the same time', () =>
    held(database, async (tx) => {
      await tx.as('manager');
      await keep(tx, { id: otherId, course: 'other-course' });
      await tx.as('owner');
      await tx.query(
        `insert into public.classroom_signups (worker_id, session_id, enrolment_id, number, state)
         select e.worker_id, s.id, e.id, 1, 'seated' from public.classroom_sessions s
         join public.enrolments e on e.course_id = s.course_id and e.worker_id = $1::uuid where s.id in ($2::uuid, $3::uuid)`,
        [workerIds.worker, sessionId, otherId],
      );
      await begun(tx, 10);
      await begun(tx, 10, 120, otherId);
      expect(await enter(tx, 'worker', await code(tx))).toBe('here');
      const shown = await code(tx, otherId);
      await tx.as('worker');
      const other = await tx.attempt('select public.check_in($1::uuid, $2)', [otherId, shown]);
      expect(other.error?.message).toBe('in_another_room');
      const line = JSON.stringify([{ worker: workerIds.worker, arrived_at: new Date().toISOString() }]);
      await tx.as('manager');
      const noted = await tx.attempt('select public.keep_roll($1::uuid, $2::text::jsonb)', [otherId, line]);
      expect(noted.error?.message).toBe('in_another_room');
    }));
});
