import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarText, fold, type CalendarEvent } from '#domains/learning/calendar/ics.ts';

const now = '2026-11-27T00:00:00Z';
const event = (changed: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'a',
  title: '焊条电弧焊入门',
  when: { from: '2026-12-02T06:00:00Z', until: '2026-12-02T08:30:00Z' },
  remind: '-PT2H',
  ...changed,
});
const lines = (...events: CalendarEvent[]) => calendarText('工课', events, now).split('\r\n');

describe('a calendar', () => {
  it('says when a session is, in a time that every phone understands', () => {
    expect(lines(event({ place: '2 号, 实训间' }))).toEqual(
      expect.arrayContaining([
        'DTSTART:20261202T060000Z',
        'DTEND:20261202T083000Z',
        'SUMMARY:焊条电弧焊入门',
        'LOCATION:2 号\\, 实训间',
        'TRIGGER:-PT2H',
      ]),
    );
  });

  it('knows whole days, weeks, and what was called off', () => {
    expect(lines(event({ when: { day: '2026-12-31' } }))).toContain('DTSTART;VALUE=DATE:20261231');
    const weekly = { from: now, until: now, weekly: 12 };
    expect(lines(event({ when: weekly }))).toContain('RRULE:FREQ=WEEKLY;COUNT=12');
    const off = lines(event({ cancelled: true }));
    expect(off).toContain('STATUS:CANCELLED');
    expect(off).not.toContain('BEGIN:VALARM');
  });

  it('keeps a title with signs of its own in one line that nobody can break out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
        const text = calendarText('x', [event({ title: `a\nEND:VEVENT${title}` })], now);
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const whole = text.replaceAll('\r\n ', '').split('\r\n');
        expect(whole.filter((line) => line === 'END:VEVENT')).toHaveLength(1);
      }),
    );
  });

  it('folds without losing anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (line) => {
        const flat = line.replace(/[\r\n]/g, '');
        expect(fold(flat).replaceAll('\r\n ', '')).toBe(flat);
      }),
    );
  });
});
