import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runsOf, type Run, type StudyEvent } from '#domains/learning/client/runs.ts';

const few = <Value>(...values: Value[]) => fc.constantFrom(...values);
const event: fc.Arbitrary<StudyEvent> = fc.record({
  stream: few('page one', 'page two'),
  number: fc.integer({ min: 0, max: 3 }),
  sitting: few('film', 'text'),
  from_ms: fc.integer({ min: 0, max: 9 }),
  to_ms: fc.integer({ min: 0, max: 9 }),
  part: fc.option(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))),
  rate: few(1, 2),
  present: fc.boolean(),
});

function eventsOf({ stream, first, sitting, rate, present, times_ms, parts }: Run): StudyEvent[] {
  const pair = (values: number[], index: number): [number, number] => [
    values[2 * index] ?? NaN,
    values[2 * index + 1] ?? NaN,
  ];
  return Array.from({ length: times_ms.length / 2 }, (_, index) => {
    const [from_ms, to_ms] = pair(times_ms, index);
    return { stream, number: first + index, sitting, from_ms, to_ms, part: parts && pair(parts, index), rate, present };
  });
}

it('loses nothing and changes nothing, whatever is laid end to end', () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      expect(runsOf(events).flatMap(eventsOf)).toEqual(events);
    }),
  );
});

it('makes one run of what follows one another, and leaves what it was given alone', () => {
  const second = (number: number): StudyEvent => ({
    ...{ stream: 'page', number, sitting: 'film', rate: 1, present: true },
    ...{ from_ms: 1000 * number, to_ms: 1000 * (number + 1), part: [number, number + 1] },
  });
  const events = Array.from({ length: 100 }, (_, number) => second(number));
  expect(runsOf(events)).toHaveLength(1);
  expect(events).toEqual(Array.from({ length: 100 }, (_, number) => second(number)));
  expect(runsOf([second(0), { ...second(1), rate: 2 }, second(2), second(4)])).toHaveLength(4);
});
