import type { Life } from './life.ts';
import { minute, type World } from './world.ts';

/** Somebody who learns. Answers how many minutes she is due. */
export interface Honest {
  name: string;
  play(worker: Life, world: World, pick: (least: number, most: number) => number): Promise<number>;
}

const hour = 60 * minute;
const day = 24 * hour;

/** A film from its beginning to its end. */
async function watched(life: Life, world: World, minutes: number, rate: number): Promise<number> {
  const course = await world.course({ lesson: 'film', minutes });
  const sitting = await life.open(course);
  await life.study(sitting, (minutes * minute) / rate, { rate });
  return course.hours_min;
}

export const honest: Honest[] = [
  { name: 'watches a film as it is', play: (life, world, pick) => watched(life, world, pick(10, 30), 1) },
  { name: 'watches at double speed', play: (life, world, pick) => watched(life, world, 2 * pick(10, 30), 2) },
  { name: 'watches at one and a half', play: (life, world, pick) => watched(life, world, 3 * pick(6, 15), 1.5) },
  {
    name: 'reads a text slowly',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'text', minutes: pick(6, 12) });
      const sitting = await life.open(course);
      await life.study(sitting, course.minutes * 2.5 * minute, { rate: 0.4 });
      return course.hours_min;
    },
  },
  {
    name: 'reads a text as fast as can be',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'text', minutes: pick(6, 12) });
      const sitting = await life.open(course);
      await life.study(sitting, course.minutes * minute, {});
      return course.hours_min;
    },
  },
  {
    name: 'does three courses one after another',
    async play(life, world, pick) {
      let due = 0;
      for (let round = 0; round < 3; round++) due += await watched(life, world, pick(10, 20), 1);
      return due;
    },
  },
  {
    name: 'is a week without network, with lessons that she kept',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 4 * pick(8, 12) });
      const sitting = await life.open(course);
      await life.keep(sitting);
      await life.pass(7 * day);
      const evening = (course.minutes * minute) / 4;
      for (let night = 0; night < 4; night++)
        await life.tell(life.observed(sitting, evening, { from: night * evening }, (6 - night) * day));
      return course.hours_min;
    },
  },
  {
    name: 'goes on at home with what she began at work, on another device',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(8, 15) });
      const enrolment = await life.begin(course);
      const half = (course.minutes * minute) / 2;
      await life.study(await life.open(course, enrolment), half);
      await life.pass(8 * hour);
      await life.device();
      await life.study(await life.open(course, enrolment), half, { from: half });
      return course.hours_min;
    },
  },
  {
    name: 'has a bad network: what she saw comes minutes later',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 8 * pick(2, 3) });
      const sitting = await life.open(course);
      for (let at = 0; at < course.minutes; at += 8) {
        await life.pass(9 * minute);
        const { check } = await life.tell(life.observed(sitting, 8 * minute, { from: at * minute }, minute));
        await life.answer(check);
      }
      return course.hours_min;
    },
  },
  {
    name: 'stops and goes on, over several days',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 6 * pick(3, 5) });
      const enrolment = await life.begin(course);
      const sixth = (course.minutes * minute) / 6;
      for (let part = 0; part < 6; part++) {
        await life.study(await life.open(course, enrolment), sixth, { from: part * sixth });
        await life.pass(pick(1, 30) * hour);
      }
      return course.hours_min;
    },
  },
  {
    name: 'looks at half of it twice',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(8, 15) });
      const sitting = await life.open(course);
      const half = (course.minutes * minute) / 2;
      await life.study(sitting, half);
      await life.study(sitting, half);
      await life.study(sitting, half, { from: half });
      return course.hours_min;
    },
  },
  {
    name: 'has a telephone whose clock is wrong',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: pick(8, 15) });
      const sitting = await life.open(course);
      const wrong = pick(-300, 300) * hour;
      for (let at = 0; at < course.minutes; at++) {
        await life.pass(minute);
        const seen = life.observed(sitting, minute, { from: at * minute }, -wrong);
        const { check } = await life.tell(seen, { sent_at_ms: Date.now() + wrong });
        await life.answer(check);
      }
      return course.hours_min;
    },
  },
  {
    name: 'does a course again after a year, as her work asks',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: pick(8, 15) });
      for (let year = 0; year < 2; year++) {
        const sitting = await life.open(course);
        await life.study(sitting, course.minutes * minute);
        await life.pass(365 * day);
      }
      return course.hours_min;
    },
  },
  {
    name: 'leaves once without a word, comes back and looks at it again',
    async play(life, world, pick) {
      const course = await world.course({ lesson: 'film', minutes: 2 * pick(15, 20) });
      const enrolment = await life.begin(course);
      await life.study(await life.open(course, enrolment), 25 * minute, { silent: true });
      await life.pass(2 * hour);
      await life.study(await life.open(course, enrolment), course.minutes * minute);
      return course.hours_min;
    },
  },
];
