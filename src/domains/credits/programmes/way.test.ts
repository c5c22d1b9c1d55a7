import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestWay, type Caps, type Step } from '#domains/credits/programmes/way.ts';

const step = (code: string, changed: Partial<Step> = {}): Step => ({
  ...{ code, group: 'a', credits: 200, school_min: 1620, ready: false, courses: [] },
  ...changed,
});
const caps = (bank: number, groups: Caps['groups'] = { a: 9999, b: 9999 }): Caps => ({ bank, groups });

describe('the cheapest way', () => {
  it('takes what she has as done, as far as the school, its group and her balance allow', () => {
    const steps = [step('1', { ready: true }), step('2', { ready: true, school_min: 3000 }), step('3')];
    expect(cheapestWay(steps, caps(400), {})).toMatchObject({
      substituted: ['1', '2'],
      minutes: 1620,
      school_minutes: 6240,
    });
    expect(cheapestWay(steps, caps(399), {}), 'the dearer one first').toMatchObject({ substituted: ['2'] });
    expect(cheapestWay(steps, caps(400, { a: 200 }), {})).toMatchObject({ substituted: ['2'] });
    expect(cheapestWay(steps, caps(0), {})).toMatchObject({ substituted: [], minutes: 6240 });
  });

  it('studies a course here first where that saves more than it takes', () => {
    const steps = [step('1', { courses: ['safety'] }), step('2', { courses: ['safety'] })];
    expect(cheapestWay(steps, caps(400), { safety: 90 })).toMatchObject({ study: ['safety'], minutes: 90 });
    expect(cheapestWay(steps, caps(400), { safety: 9000 })).toMatchObject({ study: [], minutes: 3240 });
    expect(cheapestWay(steps, caps(0), { safety: 90 }), 'for nothing').toMatchObject({ study: [], minutes: 3240 });
  });

  /** Every way there is, one by one. */
  function leastOfAll(steps: Step[], { bank, groups }: Caps, minutes: Record<string, number>): number {
    const slugs = Object.keys(minutes);
    let least = Infinity;
    for (let taken = 0; taken < 2 ** slugs.length; taken++) {
      const study = slugs.filter((_, index) => taken & (2 ** index));
      for (let done = 0; done < 2 ** steps.length; done++) {
        const chosen = steps.filter((_, index) => done & (2 ** index));
        const sum = (some: Step[]) => some.reduce((all, { credits }) => all + credits, 0);
        const allowed =
          chosen.every(({ ready, courses }) => ready || courses.some((slug) => study.includes(slug))) &&
          sum(chosen) <= bank &&
          Object.entries(groups).every(([group, cap]) => sum(chosen.filter((one) => one.group === group)) <= cap);
        if (!allowed) continue;
        const left = steps.filter((one) => !chosen.includes(one)).reduce((all, one) => all + one.school_min, 0);
        least = Math.min(least, left + study.reduce((all, slug) => all + (minutes[slug] ?? 0), 0));
      }
    }
    return least;
  }

  it('is never longer than any other', () => {
    const some = fc.record({
      group: fc.constantFrom('a', 'b'),
      credits: fc.integer({ min: 1, max: 6 }),
      school_min: fc.integer({ min: 1, max: 40 }),
      ready: fc.boolean(),
      courses: fc.subarray(['x', 'y', 'z']),
    });
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 7 }),
        fc.record({ bank: fc.integer({ min: 0, max: 20 }), groups: fc.record({ a: fc.nat(12), b: fc.nat(12) }) }),
        fc.record({ x: fc.nat(40), y: fc.nat(40), z: fc.nat(40) }),
        (drawn, limits, minutes) => {
          const steps = drawn.map((one, index) => ({ ...one, code: String(index) }));
          const way = cheapestWay(steps, limits, minutes);
          expect(way.minutes).toBe(leastOfAll(steps, limits, minutes));
          const chosen = steps.filter(({ code }) => way.substituted.includes(code));
          expect(chosen.every(({ ready, courses }) => ready || courses.some((slug) => way.study.includes(slug)))).toBe(
            true,
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is found in a moment for a large programme', () => {
    const steps = Array.from({ length: 60 }, (_, index) =>
      step(String(index), {
        credits: 100 + 50 * (index % 5),
        ready: index % 3 === 0,
        courses: [`c${index % 10}`],
        group: index % 2 ? 'a' : 'b',
      }),
    );
    const minutes = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`c${index}`, 90]));
    const began = performance.now();
    expect(cheapestWay(steps, caps(6000, { a: 4000, b: 4000 }), minutes).minutes).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
