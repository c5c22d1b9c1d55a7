import { workerId } from './ledger.ts';

const aWorker = workerId(4);
/** What a hand with every right could do to one row, and what the audit must say about it. */
export const alterations: [what: string, sql: string, found: RegExp][] = [
  [
    'amount',
    `update private.credit_transfers set amount = amount + 1 where phase = 'posted' and worker_id = '${workerId(1)}'`,
    /transfer .*amount/,
  ],
  [
    'unit',
    `update private.credit_transfers set unit_id = 'ects' where worker_id = '${workerId(1)}'`,
    /voucher .*digest/,
  ],
  [
    'date',
    `update private.credit_transfers set dated_on = dated_on - 1 where worker_id = '${workerId(1)}' and phase = 'posted'`,
    /transfer .*dated_on/,
  ],
  [
    'expiry',
    `update private.credit_transfers set expires_on = 'infinity' where worker_id = '${workerId(1)}' and phase = 'posted'`,
    /transfer .*expires_on/,
  ],
  [
    'time',
    `update private.credit_transfers set posted_at = posted_at + interval '1 second' where worker_id = '${workerId(1)}'`,
    /batch .*time/,
  ],
  [
    'actor',
    `update private.credit_transfers set actor_id = worker_id where worker_id = '${workerId(1)}'`,
    /batch .*actor/,
  ],
  [
    'reason',
    `update private.credit_transfers set reason = '{"why": "other"}' where kind = 'reversal'`,
    /transfer .*digest/,
  ],
  [
    'reason of what was posted at once',
    `update private.credit_transfers set reason = '{"why": "other"}' where phase = 'posted' and digest is null`,
    /transfer .*reason/,
  ],
  [
    'digest that is gone',
    `update private.credit_transfers set digest = null where kind = 'reversal'`,
    /transfer .*digest/,
  ],
  [
    'actor of a batch',
    `update private.credit_batches set actor_id = gen_random_uuid() where seq = 1`,
    /batch 1 .*actor/,
  ],
  [
    'what was posted at once',
    `update private.credit_batches set at_once = not at_once where seq = 1`,
    /batch 1 .*digests/,
  ],
  [
    'explanation',
    `update private.credit_vouchers set explanation = '[]' where worker_id = '${workerId(1)}'`,
    /voucher .*digest/,
  ],
  [
    'rule version',
    `update private.credit_vouchers set rule_version = 'x' where worker_id = '${workerId(1)}'`,
    /voucher .*digest/,
  ],
  [
    'evidence',
    `update private.credit_vouchers set evidence = '{"hours": "99"}' where worker_id = '${workerId(1)}'`,
    /voucher .*digest/,
  ],
  [
    'balance',
    `update private.credit_accounts set balance = balance + 1 where worker_id = '${workerId(1)}'`,
    /account .*balance/,
  ],
  ['held', `update private.credit_accounts set held = held + 1 where worker_id = '${workerId(1)}'`, /account .*held/],
  [
    'lot',
    `update private.credit_lots set remaining = remaining - 1 where worker_id = '${workerId(1)}'`,
    /lot .*remaining/,
  ],
  ['lot that is gone', `delete from private.credit_lots where worker_id = '${workerId(1)}'`, /lot .*missing/],
  [
    'movement',
    `update private.lot_movements set amount = amount - 1 where worker_id = '${aWorker}'`,
    /movement of lots/,
  ],
  [
    'movement that is gone',
    `delete from private.lot_movements where worker_id = '${aWorker}' and amount > 0`,
    /movement of lots/,
  ],
  ['voucher that is gone', `delete from private.credit_vouchers where worker_id = '${workerId(1)}'`, /voucher/],
  [
    'transfer that is gone',
    `delete from private.credit_transfers where worker_id = '${workerId(1)}' and phase = 'posted'`,
    /lot|account|transfer/,
  ],
  [
    'worker that is gone',
    ['credit_transfers', 'credit_vouchers', 'credit_lots', 'credit_accounts']
      .map((t) => `delete from private.${t} where worker_id = '${workerId(1)}'`)
      .join(';'),
    /system account|batch|pages/,
  ],
  [
    'account that is gone',
    `delete from private.credit_accounts where worker_id = '${workerId(1)}'`,
    /account is missing/,
  ],
  [
    'account that is gone beyond the last',
    `delete from private.credit_accounts where worker_id = '${workerId(9)}'`,
    /number of rows/,
  ],
  [
    'system account',
    `update private.system_accounts set balance = balance - 1 where kind = 'issuance'`,
    /system account/,
  ],
  ['batch', `update private.credit_batches set posted_at = posted_at + interval '1 second' where seq = 2`, /batch 2/],
  [
    'batch that is gone',
    `delete from private.credit_checkpoints; delete from private.credit_batches where seq = (select max(seq) from private.credit_batches)`,
    /head|chains/,
  ],
  ['head', `update private.credit_chains set hash = sha256('x')`, /head/],
  [
    'signature',
    `update private.credit_checkpoints set signature = set_byte(signature, 0, 1 + get_byte(signature, 0) % 255)`,
    /checkpoint .*signature/,
  ],
  [
    'order of two lines',
    `update private.credit_pages set transfers = array(select t from unnest(transfers) with ordinality u (t, n) order by n desc) where worker_id = '${workerId(1)}'`,
    /transfer .*(balance|settles)/,
  ],
  [
    'line that is on no page',
    `update private.credit_pages set transfers = transfers[1:1] where worker_id = '${workerId(1)}'`,
    /transfer|account|lot/,
  ],
  [
    'first line of a page',
    `update private.credit_pages set first_line = first_line + 1 where worker_id = '${workerId(1)}'`,
    /transfer .*line/,
  ],
  [
    'page',
    `update private.credit_pages set balance_before = balance_before + 1 where worker_id = '${workerId(1)}'`,
    /transfer .*balance/,
  ],
  ['page that is gone', `delete from private.credit_pages where worker_id = '${workerId(1)}'`, /worker|account|lot/],
  [
    'page that nobody wrote',
    `insert into private.credit_pages select worker_id, unit_id, 9, gen_random_uuid(), 0, array[gen_random_uuid()]
     from private.credit_pages where worker_id = '${workerId(1)}'`,
    /pages/,
  ],
  [
    'page that is there twice',
    `insert into private.credit_pages select worker_id, unit_id, 9, gen_random_uuid(), balance_before, transfers
     from private.credit_pages where worker_id = '${workerId(1)}'`,
    /transfer .*line/,
  ],
];
