import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations } from '../../tests/support/people.ts';
import { begun, call, held, inMinutes, keep, otherId, sessionId, signUp } from './classroom.ts';

onBothEngines((database) => {
  const inRoom = (work: (tx: Transaction) => Promise<void>) => held(database, work);
  const seats = async (tx: Transaction) => {
    await tx.as('owner');
    const rows = await tx.query<{ line: string }>(
      `select w.name || ' ' || u.state as line from public.classroom_signups u join public.workers w on w.id = u.worker_id
       where u.session_id = $1::uuid order by u.number`,
      [sessionId],
    );
    const { seated } = await tx.one<{ seated: number }>(
      'select seated from public.classroom_sessions where id = $1::uuid',
      [sessionId],
    );
    return { seated, line: rows.map(({ line }) => line.split(' ')[1]) };
  };

  describe('a line', () => {
    it('seats who comes first, lets the others wait, and moves them up in their order', () =>
      inRoom(async (tx) => {
        expect(await signUp(tx, 'worker')).toBe('seated');
        expect(await signUp(tx, 'manager')).toBe('waiting');
        expect(await signUp(tx, 'districtOfficer')).toBe('waiting');
        expect(await signUp(tx, 'worker')).toBe('seated');
        expect(await seats(tx)).toEqual({ seated: 1, line: ['seated', 'waiting', 'waiting'] });
        expect(await call(tx, 'worker', 'give_up_seat')).toBe(true);
        expect(await seats(tx)).toEqual({ seated: 1, line: ['left', 'seated', 'waiting'] });
        // Who comes back stands at the end.
        expect(await signUp(tx, 'worker')).toBe('waiting');
        expect(await call(tx, 'districtOfficer', 'give_up_seat')).toBe(true);
        expect(await call(tx, 'manager', 'give_up_seat')).toBe(true);
        expect(await seats(tx)).toEqual({ seated: 1, line: ['left', 'left', 'seated'] });
      }));

    it('moves up when a larger room is found, and no room is too small for who sits in it', () =>
      inRoom(async (tx) => {
        await signUp(tx, 'worker');
        await signUp(tx, 'manager');
        await tx.as('manager');
        expect((await keep(tx, { seats: 2 })).error).toBeUndefined();
        expect(await seats(tx)).toEqual({ seated: 2, line: ['seated', 'seated'] });
        await tx.as('manager');
        expect((await keep(tx, { seats: 1 })).error).toMatchObject({ code: 'PT409', message: 'seats_are_taken' });
      }));

    it('is for who is in the course and to whom it is offered', () =>
      inRoom(async (tx) => {
        expect(await signUp(tx, 'houseOfficer')).toBe('not_in_the_course');
        expect(await signUp(tx, 'carer')).toBe('session_not_found');
        await tx.as('manager');
        await keep(tx, { open_to: 'everyone' });
        expect(await signUp(tx, 'carer')).toBe('seated');
        expect(await signUp(tx, 'carer', otherId)).toBe('session_not_found');
      }));

    it('keeps nobody in two rooms at once, nor in two sessions of one lesson', () =>
      inRoom(async (tx) => {
        await tx.as('manager');
        await keep(tx, { id: otherId, starts_at: inMinutes(600), ends_at: inMinutes(700) });
        expect(await signUp(tx, 'worker')).toBe('seated');
        expect(await signUp(tx, 'worker', otherId)).toBe('signed_up_elsewhere');
        const clash = '00000000-0000-4000-8000-000000000f03';
        await tx.as('manager');
        await keep(tx, { id: clash, course: 'other-course', starts_at: inMinutes(170), ends_at: inMinutes(270) });
        expect(await signUp(tx, 'worker', clash)).toBe('session_clashes');
        expect(await call(tx, 'manager', 'cancel_session')).toBe(true);
        expect(await signUp(tx, 'worker', clash)).toBe('seated');
        expect(await signUp(tx, 'worker', otherId)).toBe('seated');
        expect(await signUp(tx, 'worker')).toBe('session_cancelled');
      }));

    it('is closed once the session has begun', () =>
      inRoom(async (tx) => {
        await begun(tx, 1);
        expect(await signUp(tx, 'worker')).toBe('session_has_begun');
        expect(await call(tx, 'manager', 'cancel_session')).toBe('session_has_begun');
      }));
  });

  describe('setting up', () => {
    it.each([
      [{ ends_at: inMinutes(30) }, 'session_times_not_possible'],
      [{ ends_at: inMinutes(60 + 13 * 60) }, 'session_times_not_possible'],
      [{ starts_at: inMinutes(-120), ends_at: inMinutes(-60) }, 'session_times_not_possible'],
      [{ starts_at: inMinutes(-300), ends_at: inMinutes(1) }, 'session_times_not_possible'],
      [{ ends_at: inMinutes(149) }, 'session_too_short'],
      [{ lesson: 'nothing' }, 'lesson_not_in_a_room'],
      [{ course: 'test-course', lesson: 'text' }, 'lesson_not_in_a_room'],
      [{ seats: null }, 'session_not_understood'],
    ])('refuses %o', (changed, word) =>
      inRoom(async (tx) => {
        await tx.as('manager');
        expect((await keep(tx, { id: otherId, ...changed })).error).toMatchObject({ code: 'PT422', message: word });
      }),
    );

    it('says how long the lesson is and how long the session would be', () =>
      inRoom(async (tx) => {
        await tx.as('manager');
        const starts_at = new Date(Date.now() + 3_600_000).toISOString();
        const ends_at = new Date(Date.parse(starts_at) + 89 * 60_000).toISOString();
        const { error } = await keep(tx, { id: otherId, starts_at, ends_at });
        expect(JSON.parse(error?.detail ?? '{}')).toEqual({ minutes: 89, needed: 90 });
      }));

    it('is not moved into the past, nor shortened below its lesson, and keeps its times once it has begun', () =>
      inRoom(async (tx) => {
        await tx.as('manager');
        const moved = { starts_at: inMinutes(-600), ends_at: inMinutes(1) };
        expect((await keep(tx, moved)).error?.message).toBe('session_times_not_possible');
        expect((await keep(tx, { ends_at: inMinutes(100) })).error?.message).toBe('session_too_short');
        await begun(tx, 1);
        await tx.as('manager');
        expect((await keep(tx, { ends_at: inMinutes(600) })).error?.message).toBe('session_has_begun');
      }));

    it('is for who manages, teaches or leads there, and leaves other houses alone', () =>
      inRoom(async (tx) => {
        for (const person of ['worker', 'carer', 'bankOfficer', 'auditor', 'trainer'] as const) {
          await tx.as(person);
          expect((await keep(tx, { id: otherId })).error, person).toMatchObject({ message: 'organisation_not_found' });
          expect(await call(tx, person, 'cancel_session'), person).toBe('session_not_found');
          expect(await call(tx, person, 'session_roll'), person).toBe('session_not_found');
          expect(await call(tx, person, 'show_code'), person).toBe('session_not_found');
          const lessons = await tx.attempt('select public.lessons_in_rooms($1::uuid)', [organisations.factory]);
          expect(lessons.error, person).toMatchObject({ message: 'organisation_not_found' });
        }
        await tx.as('trainer');
        expect((await keep(tx, { id: otherId }, organisations.school)).error).toMatchObject({ code: 'PT404' });
        await tx.as('houseOfficer');
        expect((await keep(tx, { id: otherId })).error).toBeUndefined();
        // A session stays where it is.
        await tx.as('officer');
        expect((await keep(tx, {}, organisations.federation)).error).toMatchObject({ message: 'session_not_found' });
      }));

    it('is listed with what can be held, twenty at a time, the next first and the last first', () =>
      inRoom(async (tx) => {
        for (let n = 10; n < 32; n++) {
          const times = { starts_at: inMinutes(n * 100), ends_at: inMinutes(n * 100 + 95) };
          await keep(tx, { id: `00000000-0000-4000-8000-000000000f${n}`, ...times });
        }
        type Listed = { id: string; starts_at: string }[];
        const list = async (past: boolean, after: unknown = null) =>
          (
            await tx.one<{ page: Listed }>(
              'select public.organisation_sessions($1::uuid, $2::boolean, $3::text::jsonb) as page',
              [organisations.factory, past, after && JSON.stringify(after)],
            )
          ).page;
        const first = await list(false);
        expect(first).toHaveLength(21);
        expect(first[0]?.id).toBe(sessionId);
        const { lessons } = await tx.one<{ lessons: { course: string }[] }>(
          'select public.lessons_in_rooms($1::uuid) as lessons',
          [organisations.factory],
        );
        expect(lessons.map(({ course }) => course)).toContain('room-course');
        const { id, starts_at } = first[19] ?? { id: '', starts_at: '' };
        const second = await list(false, [starts_at, id]);
        expect(second[0]).toEqual(first[20]);
        await begun(tx, 200);
        await tx.as('manager');
        expect((await list(true))[0]?.id).toBe(sessionId);
        expect((await list(false)).map((one) => one.id)).not.toContain(sessionId);
      }));
  });
});
