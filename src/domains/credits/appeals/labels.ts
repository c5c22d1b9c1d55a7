import type { MyAppeal, Vote } from '#domains/credits/appeals/schema.ts';
import { amountText, unitLabel } from '#domains/credits/labels.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { formatDate, plainDate } from '#ui/format.ts';

type Standing = Pick<MyAppeal, 'upheld' | 'late'>;
export function standingText({ upheld, late }: Standing): string {
  if (upheld === null) return late ? m.credits_appeal_late() : m.credits_appeal_waiting();
  return upheld ? m.credits_appeal_upheld() : m.credits_appeal_dismissed();
}
export function standingTone({ upheld, late }: Standing) {
  if (upheld === null) return late ? ('warn' as const) : ('info' as const);
  return upheld ? ('good' as const) : ('plain' as const);
}

export const grantedText = ({ granted }: Pick<MyAppeal, 'granted'>): string | undefined =>
  granted
    ? m.credits_appeal_amount_text({ amount: amountText(granted.amount, granted), unit: unitLabel(granted) })
    : undefined;

/** What of an appeal everybody sees who may see it. */
export function appealFacts(appeal: Omit<MyAppeal, 'organisation'>): { key: string; value: string; own?: boolean }[] {
  const day = (date: string) => formatDate(getLocale(), date);
  const granted = grantedText(appeal);
  return [
    { key: m.credits_appeal_wish(), value: appeal.wish, own: true },
    { key: m.credits_appeal_asked(), value: day(appeal.asked_at) },
    ...(appeal.answer === null
      ? [{ key: m.credits_appeal_due(), value: day(appeal.due_on) }]
      : [{ key: m.credits_appeal_answer(), value: appeal.answer, own: true }]),
    ...(granted ? [{ key: m.credits_appeal_granted(), value: granted }] : []),
  ];
}

export function voteText({ name, own, upheld, amount, scale, reason }: Vote): string {
  const said = !upheld
    ? m.credits_vote_down()
    : amount === null
      ? m.credits_vote_up()
      : m.credits_vote_up_amount({ amount: amountText(amount, { scale: scale ?? 0 }) });
  return `${name ?? '—'}${own ? m.credits_vote_own() : ''} · ${said} · ${reason}`;
}

/** Until when a decision on a claim can be appealed against, as the database counts it. */
export const claimAppealUntil = (decided_at: string): string =>
  plainDate(new Date(Date.parse(decided_at) + 30 * 86_400_000));
