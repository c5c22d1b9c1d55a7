import { labelOf } from '#domains/courses/labels.ts';
import { factLines } from '#domains/records/claims/labels.ts';
import { recordKindLabels } from '#domains/records/labels.ts';
import type { ListedShare, SharedResult, shareParts } from '#domains/records/shares/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage } from '#platform/local-text.ts';
import { formatDate, formatMinutes, plainDate } from '#ui/format.ts';

/** Where anyone can see whether it is genuine. The request knows by which name the product is reached. */
export const verifyAddress = (code: string, { origin }: URL): string => `${origin}/verify/${code}`;

export const partLabels: Record<(typeof shareParts)[number], () => string> = {
  all: m.records_share_all,
  courses: m.records_share_courses,
  elsewhere: m.records_share_elsewhere,
};

/** A code in groups that a voice on the telephone can read. */
export const printCode = (code: string): string => code.match(/.{5}/g)?.join('-') ?? code;

const resultKind = ({ kind }: SharedResult): string => labelOf(recordKindLabels, kind);
export const resultTitle = ({ title, facts }: SharedResult): string =>
  title ? inMyLanguage(title) : (facts['title'] ?? '');
export const resultHours = ({ hours_min }: SharedResult): string =>
  hours_min ? formatMinutes(getLocale(), hours_min) : '';
export const resultFrom = ({ provider, facts }: SharedResult): string =>
  provider ? inMyLanguage(provider) : (facts['issuer'] ?? '');
export const resultFacts = (result: SharedResult): string =>
  [
    ...(result.corrected ? [m.records_corrected()] : []),
    resultKind(result),
    ...factLines(result.facts).map(({ key, value }) => `${key} ${value}`),
  ].join(' · ');
/** Who vouches for it: the platform, which saw it, or the organisation that looked at the papers. */
const resultBy = ({ verifier }: SharedResult): string => verifier ?? m.records_share_seen();

export const resultColumns = () => [
  { label: m.records_claim_title() },
  { label: m.records_share_facts() },
  { label: m.records_share_day() },
  { label: m.records_hours() },
  { label: m.records_share_from(), own: true },
  { label: m.records_share_by(), own: true },
];
export const resultRow = (result: SharedResult, day: (instant: string) => string): string[] => [
  resultTitle(result),
  resultFacts(result),
  day(result.achieved_at),
  resultHours(result),
  resultFrom(result),
  resultBy(result),
];

export const sumText = (results: readonly SharedResult[]): string =>
  m.records_share_sum({
    count: results.length,
    hours: formatMinutes(
      getLocale(),
      results.reduce((sum, { hours_min }) => sum + (hours_min ?? 0), 0),
    ),
  });

export function shareState({ revoked_at, replaced_by, expires_on }: ListedShare): string {
  if (replaced_by) return m.records_share_superseded();
  if (revoked_at) return m.records_share_revoked();
  if (expires_on && expires_on < plainDate(new Date())) return m.records_share_expired();
  return expires_on ? m.records_share_until({ day: formatDate(getLocale(), expires_on) }) : m.records_share_open();
}
