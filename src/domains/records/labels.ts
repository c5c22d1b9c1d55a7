import { inMyLanguage } from '#domains/courses/labels.ts';
import type { RecordLine } from '#domains/records/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { formatMinutes, formatPercent } from '#ui/format.ts';

const spent = (ms: number) => formatMinutes(getLocale(), Math.floor(ms / 60_000));

/** The three numbers, never mixed: what was seen, how long she was there, and what the course is worth. */
export function evidenceText({ hours_min, clock_ms, late_ms, coverage_pct, version, sponsor }: RecordLine): string {
  const sentence = [
    m.records_line({
      hours: formatMinutes(getLocale(), hours_min ?? 0),
      clock: spent(clock_ms ?? 0),
      sponsor: sponsor ? m.records_sponsor({ name: sponsor }) : m.records_private(),
    }),
  ];
  if (version !== null && coverage_pct !== null)
    sentence.push(m.records_evidence({ version, coverage: formatPercent(getLocale(), coverage_pct / 100) }));
  if (late_ms) sentence.push(m.records_late({ late: spent(late_ms) }));
  return sentence.join(' · ');
}

export const lineTitle = ({ title }: RecordLine): string =>
  m.records_course({ title: title ? inMyLanguage(title) : '—' });
