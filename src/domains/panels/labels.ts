import type { Case, CaseHead, Said, ties, verdicts } from '#domains/panels/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage, type LocalText } from '#platform/local-text.ts';
import { formatDate } from '#ui/format.ts';

export const verdictText = (verdict: (typeof verdicts)[number]): string =>
  ({ granted: m.panels_granted, refused: m.panels_refused })[verdict]();

export const tieText = (tie: (typeof ties)[number]): string =>
  ({
    none: m.panels_tie_none,
    relative: m.panels_tie_relative,
    mentor: m.panels_tie_mentor,
    team: m.panels_tie_team,
    interest: m.panels_tie_interest,
  })[tie]();

type Standing = Pick<CaseHead, 'verdict' | 'voted' | 'due_at'>;
export function standingText({ verdict, voted }: Standing): string {
  if (verdict !== null) return verdictText(verdict);
  return voted ? m.panels_waits_for_others() : m.panels_waits_for_me();
}
export const dueText = ({ due_at }: Standing): string => m.panels_due({ day: formatDate(getLocale(), due_at) });
export function standingTone({ verdict, voted }: Standing) {
  if (verdict === null) return voted ? ('plain' as const) : ('info' as const);
  return verdict === 'granted' ? ('good' as const) : ('warn' as const);
}

const plain = (text: LocalText | string | null): string =>
  text === null ? '—' : typeof text === 'string' ? text : inMyLanguage(text);

/** What the case is about, in the words of whoever opened it. */
export const subjectFacts = ({ subject }: Case): { key: string; value: string }[] =>
  (subject?.facts ?? []).map(({ key, value }) => ({ key: plain(key), value: plain(value) }));

export const saidText = ({ name, own, verdict, reason }: Said): string =>
  `${name ?? m.panels_member()}${own ? m.panels_own() : ''} · ${verdictText(verdict)} · ${reason}`;
