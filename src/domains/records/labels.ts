import { labelOf } from '#domains/courses/labels.ts';
import { factLines, kindLabels } from '#domains/records/claims/labels.ts';
import type { RecordKind, RecordLine } from '#domains/records/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage } from '#platform/local-text.ts';
import { formatMinutes, formatPercent } from '#ui/format.ts';

export const recordKindLabels: Record<RecordKind, () => string> = {
  course_completed: m.records_kind_course,
  course_repeated: m.records_kind_repeated,
  ...kindLabels,
};

const spent = (ms: number) => formatMinutes(getLocale(), Math.floor(ms / 60_000));

/** The three numbers, never mixed: what was seen, how long she was there, and what the course is worth. */
export function evidenceText(line: RecordLine): string {
  if (line.corrected) return m.records_corrected();
  return line.verifier === null ? studiedText(line) : verifiedText(line, line.verifier);
}

function verifiedText({ facts }: RecordLine, verifier: string): string {
  const told = factLines(facts).map(({ key, value }) => `${key} ${value} · `);
  return m.records_verified_line({ issuer: facts['issuer'] ?? '', facts: told.join(''), verifier });
}

function studiedText({ hours_min, clock_ms, late_ms, coverage_pct, version, sponsor }: RecordLine): string {
  const sentence = [
    m.records_line({
      hours: hours_min === null ? m.records_no_hours() : formatMinutes(getLocale(), hours_min),
      clock: spent(clock_ms ?? 0),
      sponsor: sponsor ? m.records_sponsor({ name: sponsor }) : m.records_private(),
    }),
  ];
  if (version !== null && coverage_pct !== null)
    sentence.push(m.records_evidence({ version, coverage: formatPercent(getLocale(), coverage_pct / 100) }));
  if (late_ms) sentence.push(m.records_late({ late: spent(late_ms) }));
  return sentence.join(' · ');
}

export function lineTitle({ kind, title, facts }: RecordLine): string {
  if (kind === 'course_completed') return m.records_course({ title: title ? inMyLanguage(title) : '—' });
  if (kind === 'course_repeated') return m.records_repeated({ title: title ? inMyLanguage(title) : '—' });
  return `${labelOf(kindLabels, kind)} · ${facts['title'] ?? ''}`;
}

/** For what there are certificates. */
export const certified = ({ kind, corrected }: RecordLine): boolean =>
  !corrected && (kind === 'course_completed' || kind === 'course_repeated' || kind === 'skill_level');

/** The way to say that a result is wrong as it stands: whoever vouches for it, or stands above, looks at it again. */
export const correction = ({ id, kind, verifier, corrected }: RecordLine) =>
  verifier === null || corrected
    ? undefined
    : { href: `/records/claims/new?kind=${kind}&corrects=${id}`, label: m.records_correct() };

export const lineHref = ({ slug, claim }: RecordLine): string | undefined =>
  slug ? `/courses/${slug}` : claim ? `/records/claims/${claim}` : undefined;

export const lineSeal = ({ verifier, corrected }: RecordLine) =>
  corrected
    ? undefined
    : {
        text: m.records_seal(),
        label: verifier ? m.records_verified_seal({ verifier }) : m.records_seal_long(),
      };
