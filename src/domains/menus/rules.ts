import type {
  Dish,
  FactsForm,
  MenuDocument,
  MenuRule,
  MenuSection,
  MyMenu,
  SectionForm,
  Times,
} from '#domains/menus/schema.ts';

/** What a section asks and how much of it is there: in courses, or in minutes. */
export interface Ask {
  rule: MenuRule;
  need: number;
  have: number;
  met: boolean;
}

/** A course counts as soon as it is chosen, and once, however often the section names it. Mirrors private.must_be_met. */
export function askOf({ rule, need, dishes }: Pick<MenuSection, 'rule' | 'need' | 'dishes'>): Ask {
  const counted = dishes.filter(({ state }) => state !== 'open');
  const have = rule === 'hours' ? hoursOf(counted) : counted.length;
  const wanted = rule === 'all' ? dishes.length : (need ?? 0);
  return { rule, need: wanted, have, met: have >= wanted };
}

export const hoursOf = (dishes: readonly Pick<Dish, 'hours_min'>[]): number =>
  dishes.reduce((sum, { hours_min }) => sum + hours_min, 0);

/** Where each course can be ticked: the first place that names it. Elsewhere it is a link, so that two boxes can't disagree. */
export function firstPlaces({ menus }: Pick<MyMenu, 'menus'>): Set<string> {
  const seen = new Set<string>();
  const places = new Set<string>();
  for (const { id, sections } of menus)
    for (const { position, dishes } of sections)
      for (const { slug } of dishes) {
        if (seen.has(slug)) continue;
        seen.add(slug);
        places.add(placeOf(id, position, slug));
      }
  return places;
}

export const placeOf = (menu: string, section: number, slug: string): string => `${menu} ${section} ${slug}`;

/** A lesson in a room: the course it belongs to, and the times of which one has to be attended. */
interface Meeting {
  course: Pick<Dish, 'slug' | 'title'>;
  times: readonly Times[];
}
export interface Clash {
  courses: [Meeting['course'], Meeting['course']];
  at: string;
}

const meet = (one: Times, other: Times): boolean =>
  Date.parse(one.starts_at) < Date.parse(other.ends_at) && Date.parse(other.starts_at) < Date.parse(one.ends_at);

/** Two lessons in rooms clash when whatever time is chosen for the one is taken by the other. A seat that is booked has one time. */
export function clashesOf({ tray, booked }: Pick<MyMenu, 'tray' | 'booked'>): Clash[] {
  const held: Meeting[] = booked.map((course) => ({ course, times: [course] }));
  const wanted = tray.flatMap((course) => course.meetings.map((times): Meeting => ({ course, times })));
  const clashes: Clash[] = [];
  for (const [index, { course, times }] of wanted.entries()) {
    for (const other of [...held, ...wanted.slice(index + 1)]) {
      const every = times.every((one) => other.times.every((another) => meet(one, another)));
      const [first] = times;
      if (first && other.times.length > 0 && every) {
        clashes.push({ courses: [course, other.course], at: first.starts_at });
      }
    }
  }
  return clashes;
}

// Editing a document. Each edit takes it whole and gives it back whole, so that it is kept whole or not at all. ------

const texts = (zh: string, en: string | undefined) => ({ 'zh-CN': zh, ...(en === undefined ? {} : { en }) });

export function factsOf({ title, title_en, note, audiences, valid_from, valid_until }: FactsForm) {
  return {
    title: texts(title, title_en),
    note: note === undefined ? null : texts(note, undefined),
    // Everybody includes everybody.
    audiences: audiences.includes('all') ? (['all'] as const) : audiences,
    valid_from,
    valid_until,
  };
}

type Sections = MenuDocument['sections'];

export const withSection = (sections: Sections, zh: string): Sections => [
  ...sections,
  { title: texts(zh, undefined), rule: 'all', need: null, dishes: [] },
];

export const withoutSection = (sections: Sections, at: number): Sections => sections.filter((_, index) => index !== at);

/** Hours are typed as hours and kept as minutes; what asks for everything needs no figure. */
export function changedSection(sections: Sections, form: SectionForm): Sections {
  return sections.map((section, index) =>
    index === form.section
      ? {
          title: texts(form.title, form.title_en),
          rule: form.rule,
          need: needOf(form),
          dishes: section.dishes.filter(({ slug }) => form.course.includes(slug)),
        }
      : section,
  );
}

function needOf({ rule, need }: Pick<SectionForm, 'rule' | 'need'>): number | null {
  if (rule === 'all') return null;
  return Math.max(1, Math.round((need ?? 1) * (rule === 'hours' ? 60 : 1)));
}

/** The figure as it is typed again: minutes as hours. */
export const typedNeed = ({ rule, need }: { rule: MenuRule; need: number | null }): number | undefined =>
  need === null ? undefined : rule === 'hours' ? Math.round((need / 60) * 100) / 100 : need;

export const withDish = (sections: Sections, at: number, dish: Sections[number]['dishes'][number]): Sections =>
  sections.map((section, index) =>
    index === at && !section.dishes.some(({ slug }) => slug === dish.slug)
      ? { ...section, dishes: [...section.dishes, dish] }
      : section,
  );
