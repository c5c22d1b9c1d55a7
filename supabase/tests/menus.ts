import { expect } from 'vitest';
import type { TestDatabase, Transaction } from '../../tests/support/database.ts';
import type { Person } from '../../tests/support/people.ts';

interface Dish {
  slug: string;
  state: string;
  missing: { slug: string }[];
}
export interface MyMenu {
  menus: { id: string; organisation: string; title: { 'zh-CN': string }; sections: { dishes: Dish[] }[] }[];
  tray: (Dish & { meetings: { starts_at: string }[][] })[];
  booked: { slug: string }[];
}

/** Two more courses: a first step, and one that asks for it. */
async function courses(tx: Transaction) {
  await tx.query('delete from public.tray_dishes');
  for (const [slug, before] of [
    ['first-step', []],
    ['second-step', ['first-step']],
  ] as const) {
    await tx.query(
      `insert into public.courses (slug, version, kind, category, level, audiences, provider, hours_min, listing, search)
       values ($1, 1, 'general', 'safety', 'all', '{all}', 'school', 90, '{"title": {"zh-CN": "步"}}', '')`,
      [slug],
    );
    await tx.query(
      `insert into public.course_versions (course_id, version, digest, hours_min, coverage_pct, checks, content)
       select id, 1, repeat('1', 64), 90, 90, '{}', jsonb_build_object('title', '{"zh-CN": "步"}'::jsonb, 'prerequisites', $2::text::jsonb)
       from public.courses where slug = $1`,
      [slug, JSON.stringify(before)],
    );
  }
}

export const section = (rule: string, need: number | null, ...slugs: string[]) => ({
  title: { 'zh-CN': '必修' },
  rule,
  need,
  dishes: slugs.map((slug) => ({ slug })),
});

export const document = (more: object = {}) => ({
  title: { 'zh-CN': '年度菜单' },
  audiences: ['all'],
  valid_from: '2020-01-01',
  valid_until: '2099-12-31',
  sections: [section('hours', 90, 'first-step', 'second-step')],
  ...more,
});

export const keep = (tx: Transaction, organisation: string, menu: object) =>
  tx.attempt<{ id: string }>('select public.keep_menu($1::uuid, $2::text::jsonb) as id', [
    organisation,
    JSON.stringify(menu),
  ]);
export const publish = (tx: Transaction, id: string | undefined) =>
  tx.attempt('select public.publish_menu($1::uuid)', [id]);

export async function published(
  tx: Transaction,
  writer: Person,
  organisation: string,
  more: object = {},
): Promise<string> {
  await tx.as(writer);
  const id = (await keep(tx, organisation, document(more))).rows?.[0]?.id ?? '';
  expect((await publish(tx, id)).error).toBeUndefined();
  return id;
}

export async function menuOf(tx: Transaction, person: Person): Promise<MyMenu> {
  await tx.as(person);
  return (await tx.one<{ found: MyMenu }>('select public.my_menu() as found')).found;
}

export const choose = (tx: Transaction, chosen: string[], offered: string[] = ['first-step', 'second-step']) =>
  tx.attempt('select public.choose_dishes($1::text[], $2::text[])', [`{${chosen.join()}}`, `{${offered.join()}}`]);
export const order = (tx: Transaction) => tx.attempt<{ n: number }>('select public.order_tray() as n');

/** Two more courses to offer, and nothing on anybody's tray. */
export const laid = (database: () => TestDatabase, work: (tx: Transaction) => Promise<void>) =>
  database().rolledBack(async (tx) => {
    await courses(tx);
    await work(tx);
  });
