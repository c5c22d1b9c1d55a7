import { audienceLabels } from '#domains/courses/labels.ts';
import { askOf, type Ask, type Clash } from '#domains/menus/rules.ts';
import {
  menuAudiences,
  menuRules,
  type Dish,
  type MenuListing,
  type MenuSection,
  type MyMenu,
} from '#domains/menus/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage } from '#platform/local-text.ts';
import { formatDate, formatMinutes, plainDate } from '#ui/format.ts';

export const price = ({ hours_min }: Pick<Dish, 'hours_min'>): string => formatMinutes(getLocale(), hours_min);

/** The tray as the credit bank is asked about it. */
export const plannedFrom = ({ tray }: MyMenu): { course: string; name: string; minutes: number }[] =>
  tray.map(({ slug, title, hours_min }) => ({ course: slug, name: inMyLanguage(title), minutes: hours_min }));

function askText({ rule, need, have, met }: Ask): string {
  if (rule === 'hours') {
    const figures = { need: formatMinutes(getLocale(), need), have: formatMinutes(getLocale(), have) };
    return met ? m.menus_ask_hours_met(figures) : m.menus_ask_hours(figures);
  }
  if (rule === 'count') return met ? m.menus_ask_count_met({ need, have }) : m.menus_ask_count({ need, have });
  return met ? m.menus_ask_all_met({ need }) : m.menus_ask_all({ need, have });
}

export const sectionAsk = (section: MenuSection): string => askText(askOf(section));

/** The same beside the tray, where the section has to be named. */
export const namedAsk = (section: MenuSection) => ({
  text: m.menus_ask_of({ section: inMyLanguage(section.title), ask: sectionAsk(section) }),
  met: askOf(section).met,
});

const titles = (dishes: readonly { title: Dish['title'] }[]) =>
  dishes.map(({ title }) => inMyLanguage(title)).join(getLocale() === 'zh-CN' ? '》《' : '”, “');

export const missingText = ({ title, missing }: Dish): string =>
  m.menus_missing({ course: inMyLanguage(title), missing: titles(missing) });

export const missingHint = ({ missing }: Dish): string | undefined =>
  missing.length > 0 ? m.menus_missing_hint({ missing: titles(missing) }) : undefined;

export const clashText = ({ courses: [one, other], at }: Clash): string =>
  m.menus_clash({
    course: inMyLanguage(one.title),
    other: inMyLanguage(other.title),
    at: formatDate(getLocale(), at, 'minute'),
  });

const ruleLabels = { all: m.menus_rule_all, hours: m.menus_rule_hours, count: m.menus_rule_count };
export const ruleChoices = () => menuRules.map((value) => ({ value, label: ruleLabels[value]() }));
export const audienceChoices = () => menuAudiences.map((value) => ({ value, label: audienceLabels[value]() }));

export function menuState({ published_at, valid_until }: Pick<MenuListing, 'published_at' | 'valid_until'>): string {
  if (!published_at) return m.menus_draft();
  return valid_until < plainDate(new Date()) ? m.menus_over() : m.menus_published();
}
