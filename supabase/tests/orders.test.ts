import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';
import { choose, laid as offering, menuOf, order, published } from './menus.ts';

onBothEngines((database) => {
  const laid = (work: (tx: Transaction) => Promise<void>) => offering(database, work);

  describe('a tray', () => {
    const offered = (work: (tx: Transaction) => Promise<void>) =>
      laid(async (tx) => {
        await published(tx, 'manager', organisations.factory);
        await tx.as('worker');
        await work(tx);
      });
    const tray = async (tx: Transaction) => (await menuOf(tx, 'worker')).tray.map(({ slug }) => slug).sort();

    it('holds what was ticked of what was shown, and leaves the rest alone', () =>
      offered(async (tx) => {
        await choose(tx, ['first-step', 'second-step']);
        expect(await tray(tx)).toEqual(['first-step', 'second-step']);
        await choose(tx, [], ['first-step']);
        expect(await tray(tx)).toEqual(['second-step']);
      }));

    it('takes nothing that is not on the menu, and nothing the form did not show', () =>
      offered(async (tx) => {
        await tx.as('carer');
        expect((await choose(tx, ['first-step'])).error).toMatchObject({ code: 'PT422', message: 'dish_not_offered' });
        await tx.as('worker');
        expect((await choose(tx, ['first-step'], [])).error).toMatchObject({ message: 'menu_choice_not_understood' });
        expect(await tray(tx)).toEqual([]);
      }));

    it('is ordered whole or not at all: what comes first has to come along', () =>
      offered(async (tx) => {
        await choose(tx, ['second-step']);
        const refused = await order(tx);
        expect(refused.error).toMatchObject({ code: 'PT422', message: 'prerequisite_missing' });
        expect(refused.error?.detail).toContain('first-step');
        expect(await tray(tx)).toEqual(['second-step']);
        await choose(tx, ['first-step', 'second-step']);
        expect((await order(tx)).rows).toEqual([{ n: 2 }]);
        expect(await tray(tx)).toEqual([]);
        const { menus } = await menuOf(tx, 'worker');
        expect(menus.at(-1)?.sections[0]?.dishes.map(({ state }) => state)).toEqual(['begun', 'begun']);
        expect((await order(tx)).error).toMatchObject({ message: 'tray_empty' });
      }));
  });

  describe('lessons in rooms', () => {
    it('bring the times that can be chosen, and what is booked already', () =>
      laid(async (tx) => {
        await published(tx, 'manager', organisations.factory);
        await tx.as('owner');
        await tx.query(`insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, starts_at, ends_at, seats, open_to, created_by)
          select gen_random_uuid(), s.organisation::uuid, c.id, 'bench', 'x', now() + s.days * interval '1 day', now() + s.days * interval '1 day' + interval '1 hour', 9, 'below', '${workerIds.manager}'
          from public.courses c, (values ('${organisations.factory}', 1), ('${organisations.factory}', 2), ('${organisations.carers}', 3), ('${organisations.factory}', -1)) s (organisation, days)
          where c.slug = 'first-step'`);
        await tx.query(
          `update public.classroom_signups set state = 'seated' where worker_id = $1::uuid and session_id = '00000000-0000-4000-8000-000000000e01'`,
          [workerIds.worker],
        );
        await tx.as('worker');
        await choose(tx, ['first-step', 'second-step']);
        const { tray, booked } = await menuOf(tx, 'worker');
        expect(tray.map(({ slug, meetings }) => [slug, meetings.map((times) => times.length)]).sort()).toEqual([
          ['first-step', [2]],
          ['second-step', []],
        ]);
        expect(booked.map(({ slug }) => slug)).toEqual(['test-course']);
      }));
  });

  describe('an order for people', () => {
    const orderFor = (tx: Transaction, organisation: string, ...slugs: string[]) =>
      tx.attempt<{ done: { people: number; begun: number; already: number } }>(
        'select public.order_for_people($1::uuid, $2::text[]) as done',
        [organisation, `{${slugs.join()}}`],
      );

    it('begins a course for everybody of the team, sponsored by the house, and twice is once', () =>
      laid(async (tx) => {
        await tx.as('manager');
        const first = (await orderFor(tx, organisations.welders, 'first-step')).rows?.[0]?.done;
        expect(first?.people).toBeGreaterThan(1);
        expect(first).toMatchObject({ begun: first?.people, already: 0 });
        expect((await orderFor(tx, organisations.welders, 'first-step')).rows?.[0]?.done).toMatchObject({ begun: 0 });
        await tx.as('owner');
        const rows = await tx.query<{ sponsor_id: string }>(
          `select distinct e.sponsor_id from public.enrolments e join public.courses c on c.id = e.course_id where c.slug = 'first-step'`,
        );
        expect(rows).toEqual([{ sponsor_id: organisations.factory }]);
      }));

    it('leaves what somebody began on her own private', () =>
      laid(async (tx) => {
        await tx.as('worker');
        await tx.query(`select public.enrol('first-step')`);
        await tx.as('manager');
        expect((await orderFor(tx, organisations.welders, 'first-step')).rows?.[0]?.done.already).toBe(1);
        const seen = await tx.query(
          `select from public.enrolments e join public.courses c on c.id = e.course_id where c.slug = 'first-step' and e.worker_id = $1::uuid`,
          [workerIds.worker],
        );
        expect(seen).toEqual([]);
      }));

    it.each(['officer', 'districtOfficer', 'worker', 'trainer'] as const)('is not the %s’s to give', (person) =>
      laid(async (tx) => {
        await tx.as(person);
        expect((await orderFor(tx, organisations.factory, 'first-step')).error).toMatchObject({ code: 'PT403' });
      }),
    );
  });
});
