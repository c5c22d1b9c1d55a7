import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';
import { choose, document, keep, laid as offering, menuOf, order, publish, published, section } from './menus.ts';

onBothEngines((database) => {
  const laid = (work: (tx: Transaction) => Promise<void>) => offering(database, work);

  describe('a menu is written', () => {
    it.each([
      ['officer', organisations.federation],
      ['officer', organisations.factory],
      ['manager', organisations.factory],
      ['manager', organisations.welders],
    ] as const)('by the %s for what she manages or governs', (person, organisation) =>
      laid(async (tx) => void (await published(tx, person, organisation))),
    );

    it.each([
      ['manager', organisations.federation],
      ['manager', organisations.carers],
      ['worker', organisations.factory],
      ['trainer', organisations.provider],
      ['stranger', organisations.factory],
    ] as const)('and not by the %s for what she does not', (person, organisation) =>
      laid(async (tx) => {
        await tx.as(person);
        expect((await keep(tx, organisation, document())).error).toMatchObject({
          code: 'PT403',
          message: 'not_allowed',
        });
        const [theirs] = await tx.query<{ id: string }>(`select '00000000-0000-4000-8000-000000000d01' as id`);
        expect((await publish(tx, theirs?.id)).error).toMatchObject({ code: 'PT403', message: 'not_allowed' });
      }),
    );

    it('whole or not at all: an unknown course leaves everything as it was', () =>
      laid(async (tx) => {
        const id = await published(tx, 'manager', organisations.factory);
        const strange = document({ id, revision: 1, sections: [section('all', null, 'first-step', 'nowhere')] });
        expect((await keep(tx, organisations.factory, strange)).error).toMatchObject({ message: 'course_not_found' });
        const { found } = await tx.one<{ found: { sections: { dishes: unknown[] }[] } }>(
          'select public.menu_document($1::uuid) as found',
          [id],
        );
        expect(found.sections.map(({ dishes }) => dishes.length)).toEqual([2]);
      }));

    it('by one at a time: who looked too long ago is told so', () =>
      laid(async (tx) => {
        const id = await published(tx, 'manager', organisations.factory);
        expect((await keep(tx, organisations.factory, document({ id, revision: 1 }))).error).toBeUndefined();
        expect((await keep(tx, organisations.factory, document({ id, revision: 1 }))).error).toMatchObject({
          code: 'PT409',
          message: 'menu_changed',
        });
        const elsewhere = await keep(tx, organisations.welders, document({ id, revision: 2 }));
        expect(elsewhere.error).toMatchObject({ message: 'menu_not_found' });
      }));

    it.each([
      ['nothing at all', [], 'menu_empty'],
      ['a section without courses', [section('all', null)], 'menu_not_satisfiable'],
      ['more hours than there are', [section('hours', 181, 'first-step', 'second-step')], 'menu_not_satisfiable'],
      ['more courses than there are', [section('count', 3, 'first-step', 'second-step')], 'menu_not_satisfiable'],
    ])('and is not offered with %s', (_what, sections, word) =>
      laid(async (tx) => {
        await tx.as('manager');
        const id = (await keep(tx, organisations.factory, document({ sections }))).rows?.[0]?.id;
        expect((await publish(tx, id)).error).toMatchObject({ code: 'PT422', message: word });
      }),
    );
  });

  describe('a worker’s menu', () => {
    it('is what the organisations at and above hers offer, the widest first, and no draft', () =>
      laid(async (tx) => {
        await published(tx, 'manager', organisations.welders, { title: { 'zh-CN': '班组菜单' } });
        await published(tx, 'manager', organisations.turners, { title: { 'zh-CN': '别的班组' } });
        const { menus } = await menuOf(tx, 'worker');
        expect(menus.map(({ title }) => title['zh-CN'])).toEqual(['城市菜单', '班组菜单']);
      }));

    it('reaches whom it is for, and only in its time', () =>
      laid(async (tx) => {
        const titles = async (person: Person) => (await menuOf(tx, person)).menus.map(({ title }) => title['zh-CN']);
        await published(tx, 'officer', organisations.federation, {
          title: { 'zh-CN': '再就业' },
          audiences: ['laid_off'],
        });
        await tx.as('officer');
        const past = document({ title: { 'zh-CN': '去年' }, valid_from: '2019-01-01', valid_until: '2019-12-31' });
        await publish(tx, (await keep(tx, organisations.federation, past)).rows?.[0]?.id);
        expect(await titles('worker')).toEqual(['城市菜单']);
        await tx.query(`insert into public.worker_groups (worker_id, "group") values ($1::uuid, 'laid_off')`, [
          workerIds.worker,
        ]);
        expect(await titles('worker')).toEqual(['城市菜单', '再就业']);
        expect(await titles('carer')).toEqual(['城市菜单', '家政菜单']);
        expect(await titles('stranger')).toEqual([]);
      }));

    it('is gone when it is withdrawn, and what was ordered stays', () =>
      laid(async (tx) => {
        const id = await published(tx, 'manager', organisations.factory);
        await tx.as('worker');
        await choose(tx, ['first-step']);
        expect((await order(tx)).rows).toEqual([{ n: 1 }]);
        await tx.as('manager');
        await tx.attempt('select public.withdraw_menu($1::uuid)', [id]);
        const { menus } = await menuOf(tx, 'worker');
        expect(menus.map((menu) => menu.id)).not.toContain(id);
        const mine = await tx.query(
          'select from public.enrolments e join public.courses c on c.id = e.course_id where c.slug = $1',
          ['first-step'],
        );
        expect(mine).toHaveLength(1);
      }));
  });
});
