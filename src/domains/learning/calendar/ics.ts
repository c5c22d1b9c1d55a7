/** Events as calendar programs read them (RFC 5545). Knows nothing of courses. */
export interface CalendarEvent {
  uid: string;
  title: string;
  place?: string;
  url?: string;
  cancelled?: boolean;
  /** An hour and a half on one day, a whole day, or something that comes back each week. */
  when: { from: string; until: string; weekly?: number } | { day: string };
  /** How long before it a reminder is given. */
  remind: `-PT${number}H` | `-P${number}D`;
}

const escape = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

const utc = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
const bare = (day: string): string => day.replaceAll('-', '');

/** No line is longer than 75 bytes, and no character is cut in two. What goes on begins with a space. */
export function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (bytes + size > 75) {
      parts.push(part);
      part = ' ';
      bytes = 1;
    }
    part += sign;
    bytes += size;
  }
  return [...parts, part].join('\r\n');
}

function timesOf(when: CalendarEvent['when']): string[] {
  if ('day' in when) return [`DTSTART;VALUE=DATE:${bare(when.day)}`];
  const weekly = when.weekly === undefined ? [] : [`RRULE:FREQ=WEEKLY;COUNT=${when.weekly}`];
  return [`DTSTART:${utc(when.from)}`, `DTEND:${utc(when.until)}`, ...weekly];
}

const eventLines = (event: CalendarEvent, now: string): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}@gongke`,
  `DTSTAMP:${utc(now)}`,
  ...timesOf(event.when),
  `SUMMARY:${escape(event.title)}`,
  ...(event.place ? [`LOCATION:${escape(event.place)}`] : []),
  ...(event.url ? [`URL:${event.url}`] : []),
  ...(event.cancelled
    ? ['STATUS:CANCELLED']
    : [
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${escape(event.title)}`,
        `TRIGGER:${event.remind}`,
        'END:VALARM',
      ]),
  'END:VEVENT',
];

export function calendarText(name: string, events: readonly CalendarEvent[], now: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Gongke//Learning//ZH',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escape(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...events.flatMap((event) => eventLines(event, now)),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}
