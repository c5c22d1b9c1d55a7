import type { TestDatabase, Transaction } from './database.ts';
import type { Answer } from './ledger.ts';
import { organisations, workerIds } from './people.ts';

const { school } = organisations;
export const worker = workerIds.worker ?? '';
export const carer = workerIds.carer ?? '';

/** The ledger as the clerk uses it, inside one transaction. */
export function bank({ query }: Transaction, organisation: string = school) {
  const call = (verb: string, rows: unknown[], more = '') =>
    query<Answer>(`select * from public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`, [
      organisation,
      JSON.stringify(rows),
    ]);
  const ids = (answers: Answer[]) => answers.map(({ voucher_id }) => voucher_id ?? '');
  return {
    recognise: (...rows: unknown[]) => call('recognise', rows),
    deposit: async (...rows: unknown[]) => ids(await call('recognise', rows, ', true')),
    settle: (decision: 'post' | 'void', ...vouchers: [string, string][]) =>
      call(
        'settle',
        vouchers.map(([of, voucher]) => ({ worker: of, voucher, decision })),
      ),
    hold: (...rows: unknown[]) => call('hold', rows),
    convert: (...rows: unknown[]) => call('convert', rows),
    reverse: (...vouchers: [string, string][]) =>
      call(
        'reverse',
        vouchers.map(([of, voucher]) => ({ worker: of, voucher, reason: { why: 'mistake' } })),
      ),
    expire: async () =>
      (await query<{ n: number }>('select public.clerk_expire_credits($1::uuid) as n', [organisation]))[0]?.n,
    balances: (of = worker) =>
      query(
        'select unit_id, balance::int, pending::int, held::int from private.credit_accounts where worker_id = $1::uuid order by 1',
        [of],
      ),
    system: async () =>
      Object.fromEntries(
        (
          await query<{ key: string; balance: number }>(
            `select unit_id || ' ' || kind as key, balance::int from private.system_accounts where organisation_id = $1::uuid and balance <> 0`,
            [organisation],
          )
        ).map(({ key, balance }) => [key, balance]),
      ),
    lots: (of = worker) =>
      query<{ until: string | null; remaining: number }>(
        `select nullif(expires_on, 'infinity')::text as until, remaining::int from private.credit_lots
         where worker_id = $1::uuid and remaining > 0 order by expires_on, transfer_id`,
        [of],
      ),
  };
}

export const inBank = (
  database: () => TestDatabase,
  work: (till: ReturnType<typeof bank>, tx: Transaction) => Promise<unknown>,
) => database().rolledBack((tx) => work(bank(tx), tx));

export const refusals = (answers: Answer[]) =>
  answers.map(({ refusal, repeated }) => (repeated ? 'repeated' : refusal));
/** The same lots, in an order that does not depend on their ids. */
export const inOrder = (lots: { until: string | null; remaining: number }[]) =>
  [...lots].sort((p, q) => (p.until ?? '9').localeCompare(q.until ?? '9') || p.remaining - q.remaining);

/** The clock of the people we serve, turned forward for the rest of the transaction. */
export const turnTo = (tx: Transaction, day: string) =>
  tx.query(
    `create or replace function private.today() returns date language sql stable set search_path = '' as 'select date ''${day}'''`,
  );
