// The cheapest way to a degree: which courses to have taken as done, and what to study for that first. It is exact: every set of the platform's
// courses that could help is tried, and for each the best choice under all caps is found.

export interface Step {
  code: string;
  group: string;
  /** What it is worth, in smallest steps. */
  credits: number;
  /** What it takes to study it at the school. */
  school_min: number;
  /** Whether she has a result that stands for it. */
  ready: boolean;
  /** Courses of the platform, any of which would stand for it. */
  courses: string[];
}

export interface Caps {
  /** What can still be given in all: the share that the school takes, and what she has. */
  bank: number;
  groups: Record<string, number>;
}

export interface Way {
  /** Steps that are taken as done, in the order in which they were asked about. */
  substituted: string[];
  /** Courses of the platform to complete first. */
  study: string[];
  minutes: number;
  school_minutes: number;
}

/** More helpers than this are not all tried: the ones that save most go first. */
const mostHelpers = 6;

interface Choice {
  saved: number;
  steps: Step[];
}
const nothing: Choice = { saved: 0, steps: [] };
const better = (one: Choice | undefined, other: Choice): Choice => (one && one.saved >= other.saved ? one : other);

/** The best choice for every amount of credits up to a cap. */
function bestWithin(steps: readonly Step[], cap: number): Map<number, Choice> {
  let best = new Map<number, Choice>([[0, nothing]]);
  for (const step of steps) {
    const next = new Map(best);
    for (const [used, choice] of best) {
      const sum = used + step.credits;
      if (sum > cap) continue;
      const with_it = { saved: choice.saved + step.school_min, steps: [...choice.steps, step] };
      next.set(sum, better(next.get(sum), with_it));
    }
    best = next;
  }
  return best;
}

/** The most that can be saved when these steps could be taken as done. */
function bestChoice(steps: readonly Step[], { bank, groups }: Caps): Choice {
  let best = new Map<number, Choice>([[0, nothing]]);
  for (const group of new Set(steps.map((step) => step.group))) {
    const own = steps.filter((step) => step.group === group);
    const inGroup = bestWithin(own, Math.min(bank, groups[group] ?? 0));
    const next = new Map<number, Choice>();
    for (const [used, choice] of best)
      for (const [more, added] of inGroup) {
        if (used + more > bank) continue;
        const both = { saved: choice.saved + added.saved, steps: [...choice.steps, ...added.steps] };
        next.set(used + more, better(next.get(used + more), both));
      }
    best = next;
  }
  return [...best.values()].reduce(better, nothing);
}

const subsets = <Item>(items: readonly Item[]): Item[][] =>
  items.reduce<Item[][]>((all, item) => [...all, ...all.map((set) => [...set, item])], [[]]);

/** The courses of the platform that could help at all, the most useful first. */
function helpers(steps: readonly Step[], minutes: Readonly<Record<string, number>>): string[] {
  const saves = new Map<string, number>();
  for (const { ready, courses, school_min } of steps)
    if (!ready) for (const slug of courses) saves.set(slug, (saves.get(slug) ?? 0) + school_min);
  return [...saves]
    .map(([slug, saved]) => ({ slug, gain: saved - (minutes[slug] ?? Infinity) }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain || (a.slug < b.slug ? -1 : 1))
    .slice(0, mostHelpers)
    .map(({ slug }) => slug);
}

export function cheapestWay(steps: readonly Step[], caps: Caps, minutes: Readonly<Record<string, number>>): Way {
  const school_minutes = steps.reduce((sum, { school_min }) => sum + school_min, 0);
  const tried = subsets(helpers(steps, minutes)).map((study) => {
    const open = steps.filter(({ ready, courses }) => ready || courses.some((slug) => study.includes(slug)));
    const { saved, steps: chosen } = bestChoice(open, caps);
    const studied = study.reduce((sum, slug) => sum + (minutes[slug] ?? 0), 0);
    return { study, chosen, minutes: school_minutes - saved + studied };
  });
  // Among equals the one that asks for the least study.
  const [first] = tried.sort((a, b) => a.minutes - b.minutes || a.study.length - b.study.length);
  const codes = new Set(first?.chosen.map(({ code }) => code));
  return {
    substituted: steps.filter(({ code }) => codes.has(code)).map(({ code }) => code),
    study: first?.study ?? [],
    minutes: first?.minutes ?? school_minutes,
    school_minutes,
  };
}
