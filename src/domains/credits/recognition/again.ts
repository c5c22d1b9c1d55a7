import { asOutcome, decideOn, type Decision, type ToldOutcome } from '#domains/credits/recognition/rules.ts';
import type { Grants, KeptReport, WaitingOutcome } from '#domains/credits/recognition/schema.ts';
import { opens, type StoredTransfer, type StoredVoucher } from '#domains/credits/chain.ts';
import { differ, type WorkerLedger } from '#domains/credits/replay.ts';
import type { Library } from '#domains/credits/rules/library.ts';
import { ratio, toText } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import { scaleOf } from '#domains/credits/rules/report.ts';

// Decides again what was decided once, by the rules of that day and with what they knew: an audit's proof that credits follow from
// results and rules. What she had at that moment is worked out from the ledger a second time, and not as the database does it.

/** A decision as it is kept. */
export interface KeptDecision {
  worker_id: string;
  outcome_id: string;
  rule_set: string;
  rule_version: string;
  /** The result as it stands in her record. */
  outcome: WaitingOutcome | null;
  told: ToldOutcome;
  report: KeptReport;
  granted: Grants[number]['parts'] | null;
  voucher_id: string | null;
  decided_on: string;
  /** How far her passbooks went then, by unit. */
  seen_lines: Record<string, number>;
  /** The same for what was decided together. */
  assessed_us: string;
}

/** What the ledger holds of her. */
export interface Known {
  transfers: StoredTransfer[];
  vouchers: Map<string, StoredVoucher>;
  movements: WorkerLedger['movements'];
}

/** What her passbooks showed up to some lines. */
class Passbook {
  readonly #vouchers: Known['vouchers'];
  readonly #lines: Map<string, StoredTransfer>;
  /** How much of each lot had been taken. */
  readonly #taken = new Map<string, bigint>();

  constructor({ vouchers, transfers, movements }: Known, seen: Record<string, number>) {
    this.#vouchers = vouchers;
    const shown = transfers.filter(({ unit_id, line_no }) => Number(line_no) <= (seen[unit_id] ?? 0));
    this.#lines = new Map(shown.map((line) => [line.id, line]));
    for (const { lot_id, expires_on, amount } of shown.flatMap(({ id }) => movements.get(id) ?? [])) {
      const lot = `${lot_id} ${expires_on}`;
      this.#taken.set(lot, (this.#taken.get(lot) ?? 0n) - amount);
    }
  }

  /** Steps of a voucher are told by the last four digits of their id: what was posted of it, and not reversed since. */
  *deposits(outcome: string): Generator<{ voucher: string; rule_set: string; part: number; line: StoredTransfer }> {
    for (const { id, kind, outcome_id, parts, rule_set } of this.#vouchers.values()) {
      if (kind !== 'deposit' || outcome_id !== outcome) continue;
      for (let part = 0; part < Number(parts); part++) {
        const last = part.toString(16).padStart(2, '0');
        const line = this.#lines.get(`${id.slice(0, 32)}02${last}`);
        if (line?.phase === 'posted' && !this.#lines.has(`${id.slice(0, 32)}03${last}`))
          yield { voucher: id, rule_set, part, line };
      }
    }
  }

  taken({ id, expires_on }: StoredTransfer): bigint {
    return this.#taken.get(`${id} ${expires_on}`) ?? 0n;
  }
}

function grantsThen(library: Library, decisions: readonly KeptDecision[], passbook: Passbook): Grants {
  const text = (smallest: bigint, unit: string) => toText(ratio(smallest, 10n ** BigInt(scaleOf(library, unit))));
  return decisions.flatMap(({ outcome_id, told, report, granted, voucher_id }) => {
    const parts = [...passbook.deposits(outcome_id)].map(({ voucher, rule_set, part, line }) => {
      const unit = line.unit_id;
      const own = voucher === voucher_id ? granted?.[part] : undefined;
      const { dated_on: date, expires_on } = line;
      const rule = report.trace[0]?.rule.split('.')[0] || rule_set;
      const other = { unit, amount: text(BigInt(line.amount), unit), date, rule };
      const until = expires_on === 'infinity' ? {} : { expires_on };
      return { ...(own ?? { ...other, ...until }), redeemed: text(passbook.taken(line), unit) };
    });
    return parts.length === 0 ? [] : [{ ...told, parts }];
  });
}

const partsText = (
  parts: readonly { unit: string; amount: string; dated_on: string; expires_on?: string | undefined }[],
) =>
  parts
    .map(({ unit, amount, dated_on, expires_on }) => [unit, amount, dated_on, expires_on ?? 'infinity'].join(' '))
    .join(', ');

/** What the voucher of a decision opened, part by part. */
function postedFor({ voucher_id }: KeptDecision, { transfers }: Known) {
  const opened = transfers.filter((t) => t.voucher_id === voucher_id && opens(t));
  return opened.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ unit_id: unit, ...rest }) => ({ ...rest, unit }));
}

/** JSON of the same contents is the same text. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function compare(kept: KeptDecision, again: Decision | undefined, known: Known): void {
  const where = `decision on ${kept.outcome_id} (worker ${kept.worker_id})`;
  const same = (what: string, stored: string, right: string) => {
    if (stored !== right) differ(where, what, stored, right);
  };
  if (!again) return differ(where, 'the decision', 'there', 'none');
  same('what the rules were told', textOf(kept.told), textOf(kept.outcome && asOutcome(kept.worker_id, kept.outcome)));
  same('rules', `${kept.rule_set}@${kept.rule_version}`, `${again.rule_set}@${again.rule_version}`);
  same('credits', textOf(kept.report.credits), textOf(again.report.credits));
  same('what was granted', partsText(postedFor(kept, known)), partsText(again.parts));
}

function decided(library: Library, together: readonly KeptDecision[], before: readonly KeptDecision[], known: Known) {
  const [first] = together;
  if (!first) return [];
  const grants = grantsThen(library, before, new Passbook(known, first.seen_lines));
  const told = together.map((one) => one.told);
  try {
    return decideOn(library, told, grants, first.decided_on);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return differ(
      `decision on ${first.outcome_id} (worker ${first.worker_id})`,
      'the decision',
      'there',
      thrown.message,
    );
  }
}

/** Throws the first decision on a worker that does not come out as it was kept. `decisions` are in the order in which they were made. */
export function decideAgain(library: Library, decisions: readonly KeptDecision[], known: Known): void {
  const calls = Map.groupBy(decisions, ({ assessed_us }) => assessed_us);
  const before: KeptDecision[] = [];
  for (const together of calls.values()) {
    const again = new Map(decided(library, together, before, known).map((one) => [one.outcome, one]));
    for (const kept of together) compare(kept, again.get(kept.outcome_id), known);
    before.push(...together);
  }
}
