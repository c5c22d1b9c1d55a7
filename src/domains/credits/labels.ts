import type { KeptReport } from '#domains/credits/recognition/schema.ts';
import type { Assessment } from '#domains/credits/rules/assess.ts';
import { explainLine, unitName, type Voice } from '#domains/credits/rules/explain.ts';
import { factText } from '#domains/credits/rules/facts.ts';
import type { Library } from '#domains/credits/rules/library.ts';
import { parseRatio, toSmallest, toText, ZERO } from '#domains/credits/rules/rational.ts';
import type { Reason } from '#domains/credits/rules/trace.ts';
import type { Passbook } from '#domains/credits/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage } from '#platform/local-text.ts';
import { formatDate, formatUnits, plainDate } from '#ui/format.ts';
import type { PassbookLine } from '#ui/passbook.ts';

type Account = Passbook['accounts'][number];
type Line = Passbook['lines'][number];

const english = () => getLocale() === 'en';
export const unitLabel = ({ name_zh, name_en }: Pick<Account, 'name_zh' | 'name_en'>): string =>
  english() ? name_en : name_zh;
export const amountText = (amount: number, { scale }: Pick<Account, 'scale'>): string =>
  formatUnits(getLocale(), amount, scale);

const lineWords: Record<string, () => string> = {
  deposit_pending: m.credits_line_deposit_pending,
  deposit_posted: m.credits_line_deposit_posted,
  deposit_voided: m.credits_line_deposit_voided,
  redemption_pending: m.credits_line_redemption_pending,
  redemption_posted: m.credits_line_redemption_posted,
  redemption_voided: m.credits_line_redemption_voided,
  conversion_posted: m.credits_line_conversion_posted,
  reversal_posted: m.credits_line_reversal_posted,
  expiry_posted: m.credits_line_expiry_posted,
};
export const lineWord = (kind: string, phase: string): string => lineWords[`${kind}_${phase}`]?.() ?? kind;

/** What the line is about: the course where there is one, and otherwise what happened. */
function lineText({ kind, phase, title }: Line): string {
  const word = lineWord(kind, phase);
  if (!title) return word;
  const name = inMyLanguage(title);
  return kind === 'deposit' && phase === 'posted' ? name : `${word} · ${name}`;
}

function lineNote({ organisation, expires_on, reversed }: Line): string {
  const where = expires_on
    ? m.credits_line_until({ organisation, day: formatDate(getLocale(), expires_on) })
    : organisation;
  return reversed ? `${where} · ${m.credits_line_reversed()}` : where;
}

/** A line as the passbook shows it. What was pending and is settled by now says so in its later line alone. */
export function passbookLines({ lines }: Passbook, account: Account): PassbookLine[] {
  return lines
    .filter(({ kind, phase, settled_as }) => !(kind === 'deposit' && phase === 'pending' && settled_as !== null))
    .map((line) => ({
      date: plainDate(line.posted_at),
      text: lineText(line),
      note: lineNote(line),
      href: `/credits/${line.voucher}`,
      kind: line.change > 0 ? 'deposit' : line.change < 0 ? 'withdrawal' : 'pending',
      change: amountText(line.amount, account),
      balance: amountText(line.balance, account),
      seal:
        line.kind === 'deposit' && line.phase === 'posted' && !line.reversed
          ? { text: m.credits_seal(), label: m.credits_seal_long({ organisation: line.organisation }) }
          : undefined,
    }));
}

const voice = (library: Library): Voice => ({
  library,
  language: english() ? 'en' : 'zh',
  say: (key, facts = {}) => (m as unknown as Record<string, (facts: object) => string>)[key]?.(facts) ?? key,
});

/** Each step of the engine as a sentence, from the report that was kept with the decision. */
export const reportSentences = (library: Library, { trace }: KeptReport): string[] =>
  trace.map(({ reason, before, after, ...line }) =>
    explainLine(
      { ...line, reason: reason as Reason, before: parseRatio(before) ?? ZERO, after: parseRatio(after) ?? ZERO },
      voice(library),
    ),
  );

/** What an assessment comes to, unit by unit. */
export function expectedText(library: Library, { totals }: Assessment): string | undefined {
  const amounts = Object.entries(totals).filter(([, amount]) => amount.n > 0n);
  const written = amounts.map(([unit, amount]) => `${toText(amount)} ${unitName(unit, voice(library))}`);
  return written.length > 0 ? written.join(m.credits_list_comma()) : undefined;
}

/** Unit by unit: what she has, what comes on top, and what that makes. The engine gives whole smallest steps. */
export const whatIfRows = (
  library: Library,
  { totals }: Assessment,
  accounts: readonly Pick<Account, 'unit' | 'balance'>[],
): string[][] =>
  Object.entries(totals).flatMap(([unit, amount]) => {
    if (amount.n <= 0n) return [];
    const scale = library.map((set) => set.units[unit]?.scale).find((found) => found !== undefined) ?? 0;
    const now = accounts.find((one) => one.unit === unit)?.balance ?? 0;
    const more = Number(toSmallest(amount, scale));
    return [[unitName(unit, voice(library)), ...[now, more, now + more].map((sum) => amountText(sum, { scale }))]];
  });

export const expectedSentences = (library: Library, { results }: Assessment): { name: string; steps: string[] }[] =>
  results.map(({ outcome, trace }) => ({
    name: factText(outcome.facts['name']) ?? outcome.id,
    steps: trace.map((line) => explainLine(line, voice(library))),
  }));

/** The title of a rule set by its id; a set that is no longer shipped keeps its id. */
export function setTitle(library: Library, id: string): string {
  const title = library.find((set) => set.id === id)?.title;
  return (english() ? title?.en : title?.zh) ?? id;
}
