import { describe, expect, it } from 'vitest';
import { choicesOf, rollOf, shownOnce } from '#domains/learning/classroom/rules.ts';
import { checkInSchema, sessionFormSchema, type MySession, type Roll } from '#domains/learning/classroom/schema.ts';
import { plainDate, plainTime } from '#ui/format.ts';

const worker = '00000000-0000-4000-8000-000000000101';
const other = '00000000-0000-4000-8000-000000000102';
const clocks = { day: plainDate, time: plainTime };
const now = '2026-12-03T02:00:00Z';

const line = (changed: object = {}): Roll['roll'][number] => ({
  worker,
  name: '职工甲',
  state: 'seated',
  number: 1,
  arrived_at: null,
  left_at: null,
  shown_by: null,
  confirmed_by: null,
  ...changed,
});
const roll = (...lines: Roll['roll']) => ({
  starts_at: '2026-12-03T01:00:00+00:00',
  second_half: false,
  roll: lines,
});
const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

describe('a roll', () => {
  it('takes a tick for there from the beginning on, and before the beginning for there from now on', () => {
    const ticked = form({ worker, [`here ${worker}`]: 'on' });
    expect(rollOf(roll(line()), ticked, clocks, now)).toEqual([
      { worker, arrived_at: '2026-12-03T01:00:00+00:00', left_at: null, stayed: false },
    ]);
    const early = '2026-12-03T00:45:00Z';
    expect(rollOf(roll(line()), ticked, clocks, early)[0]?.arrived_at).toBe(early);
  });

  it('reads times on the clocks of our walls, and keeps the seconds of a time that was not touched', () => {
    const scanned = line({ arrived_at: '2026-12-03T00:58:41+00:00', shown_by: 'code' });
    const fields = { worker, [`here ${worker}`]: 'on', [`arrived ${worker}`]: '08:58', [`left ${worker}`]: '09:40' };
    expect(rollOf(roll(scanned), form(fields), clocks, now)).toEqual([
      { worker, arrived_at: '2026-12-03T00:58:41+00:00', left_at: '2026-12-03T09:40:00+08:00', stayed: false },
    ]);
    const changed = form({ ...fields, [`arrived ${worker}`]: '09:05' });
    expect(rollOf(roll(scanned), changed, clocks, now)[0]?.arrived_at).toBe('2026-12-03T09:05:00+08:00');
  });

  it('takes an open box for not here, and says nothing of whom the form did not show', () => {
    const both = roll(line({ arrived_at: now }), line({ worker: other }), line({ worker: other, state: 'waiting' }));
    expect(rollOf(both, form({ worker }), clocks, now)).toEqual([
      { worker, arrived_at: null, left_at: null, stayed: false },
    ]);
  });
});

describe('who stayed', () => {
  const here = { worker, [`here ${worker}`]: 'on' };
  const half = (second_half: boolean, confirmed_by: 'code' | null) => ({
    ...roll(line({ arrived_at: now, shown_by: 'code', confirmed_by })),
    second_half,
  });
  it.each([
    ['a tick in the second half', half(true, null), { ...here, [`stayed ${worker}`]: 'on' }, true],
    ['no tick in the second half', half(true, 'code'), here, false],
    ['what a code said before there was a box', half(false, 'code'), here, true],
    ['nothing before the second half', half(false, null), here, false],
    ['nobody who was not here', half(true, 'code'), { worker, [`stayed ${worker}`]: 'on' }, false],
  ])('is %s', (_, session, fields, stayed) => {
    expect(rollOf(session, form(fields), clocks, now)[0]?.stayed).toBe(stayed);
  });

  it('is counted where it is not known', () => {
    const lines = [line(), line({ arrived_at: now }), line({ arrived_at: now, confirmed_by: 'list' })];
    expect(shownOnce({ roll: lines })).toBe(1);
  });
});

describe('what she can do', () => {
  const choices = (changed: Partial<MySession>) => {
    const can = choicesOf({
      state: null,
      arrived_at: null,
      left_at: null,
      confirmed_at: null,
      second_proof: 'moment',
      cancelled: false,
      closed: false,
      begun: false,
      door_open: false,
      over: false,
      ...changed,
    } as MySession);
    return Object.keys(can).filter((name) => can[name as keyof typeof can]);
  };
  it.each<[string, Partial<MySession>, string[]]>([
    ['nothing yet', {}, ['signUp']],
    ['a seat', { state: 'seated' }, ['giveUp']],
    ['a seat, at the door', { state: 'seated', door_open: true }, ['giveUp', 'checkIn']],
    ['no seat, at the door', { state: 'waiting', door_open: true, begun: true }, ['giveUp']],
    ['in the room', { state: 'seated', arrived_at: now, begun: true, door_open: true }, ['showAgain', 'leave']],
    ['shown twice', { state: 'seated', arrived_at: now, confirmed_at: now, begun: true, door_open: true }, ['leave']],
    [
      'shown twice, where time goes on until leaving',
      { state: 'seated', arrived_at: now, confirmed_at: now, second_proof: 'leaving', begun: true, door_open: true },
      ['showAgain', 'leave'],
    ],
    [
      'at the door after the end',
      { state: 'seated', arrived_at: now, begun: true, door_open: true, over: true },
      ['showAgain'],
    ],
    ['late for a session that is over', { state: 'seated', begun: true, door_open: true, over: true }, []],
    ['gone', { state: 'seated', arrived_at: now, left_at: now, confirmed_at: now, begun: true, door_open: true }, []],
    ['too late', { begun: true }, []],
    ['cancelled', { state: 'seated', cancelled: true }, []],
    ['closed', { state: 'absent', closed: true }, []],
  ])('%s', (_, changed, expected) => expect(choices(changed)).toEqual(expected));
});

describe('forms', () => {
  it('read a code as it may be typed', () => {
    const { code } = checkInSchema.parse({ session: worker, code: ' 04１ 239 ' });
    expect(code).toBe('041239');
  });

  it('put day and times of a session together', () => {
    const { session } = sessionFormSchema.parse({
      organisation: worker,
      session: other,
      what: 'fire-safety drill',
      day: '2026-12-03',
      from: '09:00',
      until: '11:30',
      place: ' 厂区 ',
      seats: '30',
      open_to: 'below',
      second_proof: 'leaving',
    });
    expect(session).toMatchObject({
      course: 'fire-safety',
      lesson: 'drill',
      place: '厂区',
      seats: 30,
      second_proof: 'leaving',
      starts_at: '2026-12-03T09:00:00+08:00',
      ends_at: '2026-12-03T11:30:00+08:00',
    });
    expect(sessionFormSchema.safeParse({ what: 'x', from: '9', seats: 'many' }).success).toBe(false);
  });

  it('end a session of the night shift on the next day', () => {
    const night = { organisation: worker, session: other, what: 'fire-safety drill', day: '2026-12-31', place: '厂区' };
    const kept = { ...night, from: '23:30', until: '01:30', seats: '30', open_to: 'below', second_proof: 'leaving' };
    expect(sessionFormSchema.parse(kept).session).toMatchObject({
      starts_at: '2026-12-31T23:30:00+08:00',
      ends_at: '2027-01-01T01:30:00+08:00',
    });
  });
});
