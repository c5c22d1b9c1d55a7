import { workerId } from './ledger.ts';

const aWorker = workerId(4);
/** What somebody with every right could change behind the ledger's back, and what the audit says of it. */
export const alterations: [what: string, sql: string, found: RegExp][] = [
  [
    'amount',
    `update private.credit_transfers set amount = amount + 1 where phase = 'posted' and worker_id = '${workerId(1)}'`,
    /transfer .*balance/,
  ],
  [
    'unit',
    `update private.credit_transfers set unit_id = 'ects' where worker_id = '${workerId(1)}'`,
    /differ|account|transfer/,
  ],
  [
    'date',
    `update private.credit_transfers set dated_on = dated_on - 1 where worker_id = '${workerId(1)}' and phase = 'posted'`,
    /transfer .*digest/,
  ],
  [
    'expiry',
    `update private.credit_transfers set expires_on = 'infinity' where worker_id = '${workerId(1)}' and phase = 'posted'`,
    /transfer .*digest/,
  ],
  [
    'time',
    `update private.credit_transfers set posted_at = posted_at + interval '1 second' where worker_id = '${workerId(1)}'`,
    /batch .*time/,
  ],
  [
    'actor',
    `update private.credit_transfers set actor_id = worker_id where worker_id = '${workerId(1)}'`,
    /transfer .*digest/,
  ],
  [
    'reason',
    `update private.credit_transfers set reason = '{"why": "other"}' where kind = 'reversal'`,
    /transfer .*digest/,
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
    /system account|batch/,
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
    `update private.credit_transfers set line_no = -line_no where worker_id = '${workerId(1)}'`,
    /transfer .*line/,
  ],
];
