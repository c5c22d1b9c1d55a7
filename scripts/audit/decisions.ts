import type { StoredTransfer, StoredVoucher } from '../../src/domains/credits/chain.ts';
import { decideAgain, type KeptDecision, type Known } from '../../src/domains/credits/recognition/again.ts';
import { onlySet, shipped } from '../../src/domains/credits/rulebook/reading.ts';
import { compose } from '../../src/domains/credits/rulebook/rules.ts';
import type { Library } from '../../src/domains/credits/rules/library.ts';
import { workerRows, type Reader } from './read.ts';
import { addMovement, type StoredMovement } from './workers.ts';

/** All rules that ever decided: versions never overlap, so the day of a result tells which. */
async function rules(reader: Reader): Promise<Library> {
  const own = await reader.query<{ organisation: string; source: string }>(
    `select organisation_id::text as organisation, source from private.rule_versions where signed_at is not null order by in_force_from, id`,
  );
  return compose(
    shipped(),
    own.map(({ organisation, source }) => ({ organisation, set: onlySet(source) })),
  );
}

async function passbooksOf(reader: Reader, workers: string[]): Promise<Map<string, Known>> {
  const known = new Map(
    workers.map((worker): [string, Known] => [worker, { transfers: [], vouchers: new Map(), movements: new Map() }]),
  );
  const each = async <Row extends { worker_id: string }>(
    table: 'vouchers' | 'transfers' | 'movements',
    add: (to: Known, row: Row) => void,
  ) => {
    for (const row of await workerRows<Row>(reader, table, '= any ($1::text::uuid[])', [`{${workers.join(',')}}`])) {
      const hers = known.get(row.worker_id);
      if (hers) add(hers, row);
    }
  };
  await each<StoredVoucher>('vouchers', ({ vouchers }, row) => vouchers.set(row.id, row));
  await each<StoredTransfer>('transfers', ({ transfers }, row) => transfers.push(row));
  await each<StoredMovement>('movements', addMovement);
  return known;
}

const pageSize = 200;

/** Decides again on everybody's results, some workers at a time; answers how many decisions came out the same. */
export async function checkDecisions(reader: Reader): Promise<number> {
  const library = await rules(reader);
  let after = '00000000-0000-0000-0000-000000000000';
  let checked = 0;
  for (;;) {
    const rows = await reader.query<{ decision: string }>(
      `select jsonb_build_object('worker_id', a.worker_id, 'outcome_id', a.outcome_id, 'rule_set', a.rule_set, 'rule_version', a.rule_version,
         'outcome', private.outcome_as_told(a.worker_id, a.outcome_id, a.organisation_id), 'told', a.told, 'report', a.report, 'granted', a.granted, 'voucher_id', a.voucher_id, 'decided_on', a.decided_on,
         'seen_lines', a.seen_lines, 'assessed_us', (extract(epoch from a.assessed_at) * 1000000)::bigint::text)::text as decision
       from public.credit_assessments a
       join (
         select distinct w.worker_id from public.credit_assessments w where w.worker_id > $1::uuid order by w.worker_id limit ${pageSize}
       ) page on page.worker_id = a.worker_id
       order by a.worker_id, a.assessed_at, a.outcome_id`,
      [after],
    );
    if (rows.length === 0) return checked;
    const decisions = Map.groupBy(
      rows.map(({ decision }) => JSON.parse(decision) as KeptDecision),
      ({ worker_id }) => worker_id,
    );
    const workers = [...decisions.keys()];
    for (const [worker, known] of await passbooksOf(reader, workers))
      decideAgain(library, decisions.get(worker) ?? [], known);
    checked += rows.length;
    after = workers.at(-1) ?? after;
  }
}
