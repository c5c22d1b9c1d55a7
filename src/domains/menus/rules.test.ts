import { describe, expect, it } from 'vitest';
import {
  askOf,
  changedSection,
  clashesOf,
  factsOf,
  firstPlaces,
  placeOf,
  typedNeed,
  withDish,
  withoutSection,
} from '#domains/menus/rules.ts';
import type { Dish, MenuSection } from '#domains/menus/schema.ts';

const dish = (slug: string, state: Dish['state'], hours_min = 45): Dish => ({
  slug,
  title: { 'zh-CN': slug },
  hours_min,
  kind: 'general',
  state,
  missing: [],
});
const section = (rule: MenuSection['rule'], need: number | null, ...dishes: Dish[]): MenuSection => ({
  position: 1,
  title: { 'zh-CN': '栏' },
  rule,
  need,
  dishes,
});

describe('what a section asks', () => {
  it.each([
    ['all', null, { need: 3, have: 2, met: false }],
    ['count', 2, { need: 2, have: 2, met: true }],
    ['count', 3, { need: 3, have: 2, met: false }],
    ['hours', 105, { need: 105, have: 105, met: true }],
    ['hours', 106, { need: 106, have: 105, met: false }],
  ] as const)('by %s %s', (rule, need, ask) => {
    const dishes = [dish('a', 'chosen'), dish('b', 'open', 600), dish('c', 'completed', 60)];
    expect(askOf(section(rule, need, ...dishes))).toEqual({ rule, ...ask });
  });
});

it('a course can be ticked where it comes first, and nowhere else', () => {
  const menu = (id: string) => ({
    id,
    organisation: '厂',
    title: { 'zh-CN': '菜单' },
    note: null,
    valid_until: '2026-12-31',
    sections: [section('all', null, dish('a', 'open')), { ...section('all', null, dish('a', 'open')), position: 2 }],
  });
  expect([...firstPlaces({ menus: [menu('m1'), menu('m2')] })]).toEqual([placeOf('m1', 1, 'a')]);
});

describe('editing a menu', () => {
  const sections = [
    {
      title: { 'zh-CN': '一', en: 'One' },
      rule: 'all' as const,
      need: null,
      dishes: [dish('a', 'open'), dish('b', 'open')],
    },
    { title: { 'zh-CN': '二' }, rule: 'all' as const, need: null, dishes: [] },
  ];
  const form = { menu: '', revision: 1, section: 0, title: '新', title_en: undefined, course: ['b'] };

  it('keeps the courses that stay ticked, and hours as minutes', () => {
    const [first, second] = changedSection(sections, { ...form, rule: 'hours', need: 1.5 });
    expect(first).toMatchObject({ title: { 'zh-CN': '新' }, rule: 'hours', need: 90 });
    expect(first?.dishes.map(({ slug }) => slug)).toEqual(['b']);
    expect(first && typedNeed(first)).toBe(1.5);
    expect(second).toBe(sections[1]);
  });

  it('asks for no figure where everything is required, and for one where none was typed', () => {
    expect(changedSection(sections, { ...form, rule: 'all', need: 5 })[0]?.need).toBe(null);
    expect(changedSection(sections, { ...form, rule: 'count', need: undefined })[0]?.need).toBe(1);
  });

  it('adds a course once, and removes a section by its place', () => {
    const twice = withDish(withDish(sections, 1, dish('c', 'open')), 1, dish('c', 'open'));
    expect(twice[1]?.dishes).toHaveLength(1);
    expect(withoutSection(sections, 0)).toEqual([sections[1]]);
  });

  it('lets everybody stand for every group', () => {
    const facts = {
      title: '菜单',
      title_en: undefined,
      note: undefined,
      valid_from: '2026-01-01',
      valid_until: '2026-12-31',
    };
    expect(factsOf({ ...facts, audiences: ['migrant', 'all'] }).audiences).toEqual(['all']);
    expect(factsOf({ ...facts, audiences: ['women'] })).toMatchObject({ audiences: ['women'], note: null });
  });
});

describe('clashes', () => {
  const times = (from: string, until: string) => ({
    starts_at: `2026-12-02T${from}:00+08:00`,
    ends_at: `2026-12-02T${until}:00+08:00`,
  });
  const morning = times('09:00', '11:00');
  const noon = times('10:30', '12:00');
  const later = times('11:00', '12:00');
  const met = (slug: string, ...meetings: ReturnType<typeof times>[][]) => ({ ...dish(slug, 'chosen'), meetings });
  const pairs = (...sent: Parameters<typeof clashesOf>) =>
    clashesOf(...sent).map(({ courses }) => courses.map(({ slug }) => slug).join(' '));

  it('are two lessons of which no times go together', () => {
    expect(pairs({ tray: [met('a', [morning]), met('b', [noon])], booked: [] })).toEqual(['a b']);
    expect(pairs({ tray: [met('a', [morning]), met('b', [noon, later])], booked: [] })).toEqual([]);
    expect(pairs({ tray: [met('a', [morning], [noon])], booked: [] })).toEqual(['a a']);
  });

  it('are with what is booked, too, and never with what has no time yet', () => {
    const booked = [{ slug: 'c', title: { 'zh-CN': 'c' }, ...noon }];
    expect(pairs({ tray: [met('a', [morning]), met('b', [])], booked })).toEqual(['a c']);
    expect(pairs({ tray: [met('a', [later, times('08:00', '09:00')])], booked })).toEqual([]);
    expect(clashesOf({ tray: [met('a', [morning])], booked })[0]?.at).toBe(morning.starts_at);
  });
});
