import { mineSchema, ruleSchema, triedSchema } from '#domains/membership/factor/schema.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';

export const myFactor = async (db: Db) => mineSchema.parse(await unwrap(db.rpc('my_factor')));

/** The secret for a phone; the same until it was shown to work. */
export const beginFactor = (db: Db): Promise<string> => unwrap(db.rpc('begin_factor'));

/** A wrong code is no error in the database, where it has to stay counted; here it is one. */
async function tried(answer: PromiseLike<Json>) {
  const { said, wait_s, codes = [] } = triedSchema.parse(await answer);
  if (said === 'wait') throw new Failure('factor_wait', 429, { wait_s: wait_s ?? 30 });
  if (said === 'wrong') throw new Failure('factor_wrong', 422);
  return codes;
}

/** Answers the codes for paper, which are told this once. */
export const keepFactor = (db: Db, code: string) => tried(unwrap(db.rpc('keep_factor', { code })));
export const showFactor = (db: Db, code: string) => tried(unwrap(db.rpc('show_factor', { code })));
export const dropFactor = (db: Db, code: string) => tried(unwrap(db.rpc('drop_factor', { code })));

export const factorRule = async (db: Db, organisation: string) =>
  ruleSchema.parse(await unwrap(db.rpc('factor_rule', { organisation })));
export const keepFactorRule = (db: Db, organisation: string, required: boolean): Promise<boolean> =>
  unwrap(db.rpc('keep_factor_rule', { organisation, required }));
