import { expect, test } from 'vitest';
import {
  clock,
  creditUnits,
  evening,
  length,
  menuHours,
  minutesAnHour,
  shared,
  welding,
  whole,
  withBalance,
} from '#layouts/welcome/example.ts';

test('an evening on two screens is counted once', () => {
  const { phone, computer } = evening;
  const both = length(shared(phone, computer));
  expect(both).toBeGreaterThan(0);
  expect(length(whole(phone, computer))).toBe(length(phone) + length(computer) - both);
  expect(length(whole(phone, computer)) % minutesAnHour).toBe(0);
});

test('spans apart share nothing', () => {
  expect(length(shared({ from_min: 0, until_min: 10 }, { from_min: 20, until_min: 30 }))).toBe(0);
});

test('the welding course fills the hours that the menu names', () => {
  expect((welding.studied_min - welding.shared_min) / minutesAnHour).toBe(menuHours.welding);
});

test('sixteen hours are a credit, and a part is rounded down', () => {
  expect([16, 12, 6].map(creditUnits)).toEqual([100, 75, 37]);
});

test('a balance follows its lines; what is pending waits outside', () => {
  const lines = withBalance([
    { kind: 'deposit', units: 400 },
    { kind: 'pending', units: 20 },
    { kind: 'withdrawal', units: 150 },
  ]);
  expect(lines.map((line) => line.after)).toEqual([400, 400, 250]);
});

test('a clock keeps two digits of minutes', () => {
  expect(clock(19 * 60 + 5)).toBe('19:05');
});
