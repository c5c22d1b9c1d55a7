import { amountText, unitLabel } from '#domains/credits/labels.ts';
import type { MyProgramme, PlannedCourse } from '#domains/credits/programmes/schema.ts';
import { headings, type SheetProblem } from '#domains/credits/programmes/sheet.ts';
import { cheapestWay, type Way } from '#domains/credits/programmes/way.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage } from '#platform/local-text.ts';
import { formatMinutes } from '#ui/format.ts';

const problemWords: Record<SheetProblem['word'], () => string> = {
  missing: m.credits_plan_missing,
  not_understood: m.credits_plan_not_understood,
  differs: m.credits_plan_differs,
};
export const problemText = ({ row_no, column, word }: SheetProblem): string =>
  m.credits_plan_problem({ row: row_no, column: headings[column][getLocale()], what: problemWords[word]() });

/** A result that stands for a course, in words: what it is called, or of which trade and level it has to be. */
export function standingText({ name, trade, level, course, hours_min }: PlannedCourse['by'][number]): string {
  const title = course ? inMyLanguage(course) : name;
  if (course && hours_min !== null)
    return m.credits_way_hours({ title: inMyLanguage(course), hours: formatMinutes(getLocale(), hours_min) });
  return [title, trade, level].filter(Boolean).join(' ');
}

const hoursOf = ({ by }: PlannedCourse): Record<string, number> =>
  Object.fromEntries(by.flatMap(({ name, hours_min }) => (name && hours_min !== null ? [[name, hours_min]] : [])));

/** The cheapest way from where she is. An hour of a school has forty-five minutes. */
export function wayTo({ courses, groups, scale, most, taken, balance, hours_a_credit }: MyProgramme): Way {
  const open = courses.filter(({ state }) => state === null);
  const steps = open.map((course) => ({
    ...{ code: course.code, group: course.group, credits: course.credits, ready: course.held.length > 0 },
    school_min: Math.round((course.credits * hours_a_credit * 45) / 10 ** scale),
    courses: Object.keys(hoursOf(course)),
  }));
  const caps = {
    bank: Math.max(0, Math.min(most - taken, balance)),
    groups: Object.fromEntries(groups.map((group) => [group.title, group.most - group.taken])),
  };
  return cheapestWay(steps, caps, Object.assign({}, ...open.map(hoursOf)) as Record<string, number>);
}

interface WayTexts {
  saved: string | undefined;
  lines: string[];
}
export function wayTexts(programme: MyProgramme, way: Way): WayTexts {
  const locale = getLocale();
  const { courses } = programme;
  const saved = way.school_minutes - way.minutes;
  const titles = (codes: readonly string[]) =>
    courses
      .filter(({ code }) => codes.includes(code))
      .map(({ title }) => title)
      .join(m.credits_list_comma());
  const study = way.study.map((slug) => {
    const found = courses.flatMap(({ by }) => by).find(({ name }) => name === slug);
    return found ? standingText(found) : slug;
  });
  return {
    saved:
      saved > 0
        ? m.credits_way_all({
            hours: formatMinutes(locale, way.school_minutes),
            hours_less: formatMinutes(locale, way.minutes),
            saved: formatMinutes(locale, saved),
          })
        : undefined,
    lines: [
      ...(study.length > 0 ? [m.credits_way_study({ courses: study.join(m.credits_list_comma()) })] : []),
      ...(way.substituted.length > 0 ? [m.credits_way_substitute({ courses: titles(way.substituted) })] : []),
      m.credits_way_balance({ balance: amountText(programme.balance, programme), unit: unitLabel(programme) }),
    ],
  };
}
