import { randomUUID } from 'node:crypto';
import type { Life, Sitting } from './life.ts';
import { minute, type CourseOf, type World } from './world.ts';

/** Somebody who wants hours without learning. Answers how many minutes an honest person would have been granted for the same. */
export interface Attack {
  name: string;
  play(attacker: Life, world: World, pick: (least: number, most: number) => number): Promise<number>;
}

/** The whole of a film, watched from its beginning at the fastest that counts. */
async function watchWhole(life: Life, course: CourseOf, enrolment?: string): Promise<Sitting> {
  const sitting = await life.open(course, enrolment);
  await life.study(sitting, (course.minutes * minute) / 2, { rate: 2 });
  return sitting;
}

const hour = 60 * minute;

export const attacks: Attack[] = [
  {
    name: 'completes the same course again and again',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(5, 8) });
      for (let round = 0; round < 3; round++) await watchWhole(life, course);
      return course.hours_min;
    },
  },
  {
    name: 'completes each version anew',
    async play(life, world, pick) {
      const first = await world.course({ lesson: 'film', minutes: 2 * pick(5, 8) });
      await watchWhole(life, first);
      for (const version of [2, 3]) {
        const next = await world.course({ ...first, version });
        await watchWhole(life, next);
      }
      return first.hours_min;
    },
  },
  {
    name: 'plays eight courses over one quarter of an hour',
    async play(life, world, pick) {
      const minutes = 2 * pick(6, 8);
      const courses = await Promise.all(Array.from({ length: 8 }, () => world.course({ lesson: 'film', minutes })));
      const sittings: Sitting[] = [];
      for (const course of courses) sittings.push(await life.open(course));
      const length = minutes * minute;
      await life.pass(length / 2);
      await Promise.all(sittings.map((sitting) => life.tell(life.observed(sitting, length / 2, { rate: 2 }))));
      return courses[0]?.hours_min ?? 0;
    },
  },
  {
    name: 'unlocks courses with the surplus of an honest one',
    async play(life, world, pick) {
      const long = await world.course({ lesson: 'film', minutes: 60, hours_min: 40 });
      const sitting = await life.open(long);
      await life.study(sitting, 60 * minute);
      const shadow = await world.course({ lesson: 'film', minutes: 2 * pick(18, 24) });
      const other = await life.open(shadow);
      // Opened after the fact, and told for a time in which it was not open.
      await life.tell(life.observed(other, 10 * minute, { rate: 2 }));
      return long.hours_min;
    },
  },
  {
    name: 'sends a hundred hours that nobody kept, in one evening',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(20, 40) });
      const sitting = await life.open(course);
      await life.pass(6 * 24 * hour);
      for (let evening = 0; evening < 6; evening++)
        await life.tell(life.observed(sitting, 2 * hour, {}, hour + evening * 24 * hour));
      return 0;
    },
  },
  {
    name: 'keeps a lesson and claims days of it',
    async play(life, world, pick) {
      const [kept, other] = [
        await world.course({ lesson: 'film', minutes: 20 }),
        await world.course({ lesson: 'film', minutes: 200 }),
      ];
      const sitting = await life.open(kept);
      await life.keep(sitting);
      const open = await life.open(other);
      await life.pass(pick(3, 9) * 24 * hour);
      for (let day = 0; day < 3; day++)
        await life.tell(life.observed(sitting, 10 * hour, { rate: 0 }, 2 * hour + day * 24 * hour));
      // What the kept lesson claimed can't pay for a course that nobody studied.
      await life.tell(life.observed(open, 5 * minute, { rate: 2 }));
      return 0;
    },
  },
  {
    name: 'keeps a lesson after the fact',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(10, 20) });
      const sitting = await life.open(course);
      await life.pass(5 * hour);
      await life.keep(sitting);
      await life.tell(life.observed(sitting, course.minutes * minute, {}, hour));
      return 0;
    },
  },
  {
    name: 'covers a whole text in one observation',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'text', minutes: pick(5, 12) });
      const sitting = await life.open(course);
      for (let at = 0; at < course.minutes; at++) {
        await life.pass(minute);
        const [one] = life.observed(sitting, 5000);
        if (one) await life.tell([{ ...one, part: [0, course.minutes * minute] }]);
      }
      return 0;
    },
  },
  {
    name: 'plays a film sixteen times as fast',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(10, 20) });
      const sitting = await life.open(course);
      await life.study(sitting, (course.minutes * minute) / 16, { rate: 16 });
      return 0;
    },
  },
  {
    name: 'lets a film run for an empty chair',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 4 * pick(20, 25) });
      const sitting = await life.open(course);
      await life.study(sitting, (course.minutes * minute) / 2, { rate: 2, silent: true });
      return 0;
    },
  },
  {
    name: 'sends the same again from four devices',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(10, 20) });
      const enrolment = await life.begin(course);
      const sittings: Sitting[] = [];
      for (let device = 0; device < 4; device++) {
        await life.device();
        sittings.push(await life.open(course, enrolment));
      }
      const length = (course.minutes * minute) / 8;
      await life.pass(length);
      // Each device shows a quarter of the film, at the same time.
      for (const [index, sitting] of sittings.entries())
        await life.tell(life.observed(sitting, length, { from: 2 * length * index, rate: 2 }));
      return 0;
    },
  },
  {
    name: 'claims time that has not come',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(10, 20) });
      const sitting = await life.open(course);
      await life.tell(life.observed(sitting, (course.minutes * minute) / 2, { rate: 2 }, -course.minutes * minute));
      return 0;
    },
  },
  {
    name: 'sets the clock of the device back and forth',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(10, 20) });
      const sitting = await life.open(course);
      for (const wrong of [-24, -1, 1, 24])
        await life.tell(life.observed(sitting, (course.minutes * minute) / 2, { rate: 2 }, wrong * hour), {
          sent_at_ms: Date.now() - wrong * hour,
        });
      return 0;
    },
  },
  {
    name: 'names a sitting of nobody, and hidden pages',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(5, 10) });
      const sitting = await life.open(course);
      await life.pass(course.minutes * minute);
      await life.tell(life.observed({ ...sitting, id: randomUUID() }, 8 * minute, { rate: 2 }));
      await life.tell(life.observed(sitting, 8 * minute, { rate: 2, hidden: true }));
      return 0;
    },
  },
  {
    name: 'completes a course in twenty requests at once',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(4, 8) });
      const sitting = await life.open(course);
      const length = (course.minutes * minute) / 2;
      await life.pass(length);
      await Promise.all(Array.from({ length: 20 }, () => life.tell(life.observed(sitting, length, { rate: 2 }))));
      return course.hours_min;
    },
  },
  {
    name: 'beats like a metronome for half an hour',
    async play(life, world) {
      const course = await world.course({ lesson: 'film', minutes: 50 });
      const sitting = await life.open(course);
      const stream = randomUUID();
      for (let at = 0; at < 25; at++) {
        await life.pass(minute);
        const began = Date.now() - minute;
        const beats = Array.from({ length: 12 }, (_, index) => {
          const [from_ms, to_ms] = [began + index * 5000, began + (index + 1) * 5000];
          const film = at * 2 * minute + index * 10_000;
          return {
            stream,
            number: at * 12 + index,
            sitting: sitting.id,
            from_ms,
            to_ms,
            part: [film, film + 10_000] as [number, number],
            rate: 2,
            present: true,
          };
        });
        const { check } = await life.tell(beats);
        if (check) await life.browser.json('/api/here', { check: check.id });
      }
      return 0;
    },
  },
];
