import * as fc from 'fast-check';
import postgres from 'postgres';
import { bankId, recognition, workerId, type Answer } from './ledger.ts';

/**
 * A storm on the bank: many connections, few workers, random operations that repeat, contradict and outrun each other. The model
 * keeps what the answers promised; whoever calls compares it with what the ledger holds afterwards.
 */
const workers = 12;
const banks = 2;
const units = ['credit', 'ects'] as const;
const dates = [
  {},
  { expires_on: '2090-01-01' },
  { expires_on: '2080-06-01' },
  // Over before it was recognised: it can't be spent, and goes with the next expiry.
  { dated_on: '2020-01-01', expires_on: '2021-01-01' },
];

interface Known {
  worker: string;
  bank: string;
  kind: 'deposit' | 'redemption' | 'conversion';
  unit: string;
  amount: number;
  toUnit?: string;
  toAmount?: number;
  settled?: 'post' | 'void';
  reversed?: true;
}

const one = {
  worker: fc.nat(workers - 1),
  unit: fc.constantFrom(...units),
  amount: fc.integer({ min: 1, max: 90 }),
  date: fc.constantFrom(...dates),
  /** Small, so that the same result is sent again and again. */
  name: fc.nat(4000),
  pick: fc.nat(),
};
const rows = fc.array(fc.record(one), { minLength: 1, maxLength: 100 });
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      verb: fc.constant('recognise' as const),
      bank: fc.nat(banks - 1),
      rows,
      atOnce: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ verb: fc.constant('settle' as const), bank: fc.nat(banks - 1), rows }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant('hold' as const), bank: fc.nat(banks - 1), rows }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('convert' as const), bank: fc.nat(banks - 1), rows }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('reverse' as const), bank: fc.nat(banks - 1), rows }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('expire' as const), bank: fc.nat(banks - 1), rows }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;
type Row = Operation['rows'][number];

export class Storm {
  readonly known = new Map<string, Known>();
  readonly broken: string[] = [];
  operations = 0;
  done = 0;
  private readonly ids: string[] = [];
  private readonly sql: postgres.Sql;

  constructor(url: string, connections: number) {
    this.sql = postgres(url, { max: connections, onnotice: () => {} });
  }

  end = () => this.sql.end();

  async blow(operations: number, connections: number, seed: number): Promise<void> {
    let wave = 0;
    const one = async () => {
      while (this.operations < operations && this.broken.length === 0) {
        // A fresh sample each time: the seed and the number of the wave give it again.
        for (const next of fc.sample(operation, { seed: seed + wave++, numRuns: 20 })) await this.perform(next);
      }
    };
    await Promise.all(Array.from({ length: connections }, one));
  }

  private pick(row: Row): [string, Known] | undefined {
    const id = this.ids[row.pick % this.ids.length];
    const known = id === undefined ? undefined : this.known.get(id);
    return id !== undefined && known ? [id, known] : undefined;
  }

  private async perform({ verb, bank: bankNo, rows, ...more }: Operation): Promise<void> {
    const bank = bankId(bankNo);
    this.operations += rows.length;
    if (verb === 'expire') return void (await this.sql`select public.clerk_expire_credits(${bank}, 20)`);
    const sent = rows.map((row) => this.say(verb, row)).filter((row) => row !== undefined);
    const atOnce = 'atOnce' in more && more.atOnce;
    const answers = await this.sql.unsafe<(Answer & postgres.Row)[]>(
      `select * from public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${atOnce ? ', true' : ''})`,
      [bank, JSON.stringify(sent)],
    );
    answers.forEach((answer, i) => {
      if (answer.refusal !== null || answer.repeated) return;
      this.done += 1;
      this.note(verb, bank, sent[i] as Record<string, unknown>, answer.voucher_id ?? '', atOnce);
    });
  }

  /** What a row says in a call. */
  private say(verb: Operation['verb'], row: Row): Record<string, unknown> | undefined {
    const worker = workerId(row.worker);
    const { unit, amount, name, date } = row;
    if (verb === 'recognise')
      // Mostly the same contents for the same name; sometimes not, which is a conflict.
      return recognition(worker, `d${name}`, row.pick % 20 === 0 ? amount : 1 + (name % 90), {
        unit: units[name % 2],
        ...dates[name % dates.length],
        attempt: row.pick % 10 === 1 ? 2 : 1,
      });
    if (verb === 'hold') return { ...recognition(worker, `r${name}`, amount, { unit }), evidence: date };
    if (verb === 'convert') {
      const [numerator, denominator] = unit === 'credit' ? [1, 2] : [2, 1];
      const to_unit = unit === 'credit' ? 'ects' : 'credit';
      return { ...recognition(worker, `c${name}`, amount, { unit }), to_unit, numerator, denominator };
    }
    const [voucher, known] = this.pick(row) ?? [];
    if (!known) return undefined;
    const decision = row.amount % 3 === 0 ? 'void' : 'post';
    return { worker: known.worker, voucher, decision, reason: { drawn: row.pick } };
  }

  /** What an answer promised. A promise that contradicts an earlier one is a broken bank. */
  private note(verb: Operation['verb'], bank: string, row: Record<string, unknown>, id: string, atOnce: boolean): void {
    if (verb === 'settle' || verb === 'reverse') {
      const known = this.known.get(id);
      if (!known) return void this.broken.push(`${verb} of the unknown ${id}`);
      if (known.bank !== bank) this.broken.push(`${id} of ${known.bank} was handled by ${bank}`);
      if (verb === 'reverse') {
        if (known.reversed || known.kind === 'redemption') this.broken.push(`${id} reversed twice, or final`);
        known.reversed = true;
      } else {
        if (known.settled) this.broken.push(`${id} settled twice`);
        known.settled = row['decision'] as 'post' | 'void';
      }
      return;
    }
    if (this.known.has(id)) this.broken.push(`${id} accepted twice`);
    const [{ unit, amount } = { unit: '', amount: 0 }] = row['parts'] as { unit: string; amount: number }[];
    const known: Known = { worker: String(row['worker']), bank, kind: 'deposit', unit, amount };
    if (verb === 'hold') known.kind = 'redemption';
    if (verb === 'convert') {
      known.kind = 'conversion';
      known.toUnit = String(row['to_unit']);
      known.toAmount = (amount * Number(row['numerator'])) / Number(row['denominator']);
    }
    if (atOnce) known.settled = 'post';
    this.known.set(id, known);
    this.ids.push(id);
  }

  /** What every worker must have, by unit, if every promise was kept; expiry aside. */
  balances(): Map<string, { balance: number; pending: number; held: number }> {
    const all = new Map<string, { balance: number; pending: number; held: number }>();
    const of = (worker: string, unit: string) => {
      const account = all.get(`${worker} ${unit}`) ?? { balance: 0, pending: 0, held: 0 };
      all.set(`${worker} ${unit}`, account);
      return account;
    };
    for (const { kind, worker, unit, amount, settled, reversed, toUnit = '', toAmount = 0 } of this.known.values()) {
      const account = of(worker, unit);
      if (kind === 'deposit') {
        if (!settled) account.pending += amount;
        if (settled === 'post' && !reversed) account.balance += amount;
      } else if (kind === 'redemption') {
        if (!settled) account.held += amount;
        if (settled !== 'void') account.balance -= amount;
      } else if (!reversed) {
        account.balance -= amount;
        of(worker, toUnit).balance += toAmount;
      }
    }
    return all;
  }
}

export const stormWorld = { workers, banks };
