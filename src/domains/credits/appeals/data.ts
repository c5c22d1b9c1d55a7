import {
  hearingsSchema,
  myAppealsSchema,
  type AppealForm,
  type Hearings,
  type MyAppeal,
  type VoteForm,
} from '#domains/credits/appeals/schema.ts';
import { exactly } from '#domains/credits/programmes/data.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';

export const makeAppeal = (db: Db, form: AppealForm): Promise<string> => unwrap(db.rpc('appeal', form));

export const myAppeals = async (db: Db): Promise<MyAppeal[]> =>
  myAppealsSchema.parse(await unwrap(db.rpc('my_appeals')));

interface Page {
  decided: boolean;
  after: [at: string, id: string] | undefined;
}
export async function appealsToHear(db: Db, organisation: string, { decided, after }: Page): Promise<Hearings> {
  const from = after ? { after_at: after[0], after_id: after[1] } : {};
  return hearingsSchema.parse(await unwrap(db.rpc('appeals_to_hear', { organisation, decided, ...from })));
}

/** Answers what became of the appeal by this vote. */
export async function voteOnAppeal(db: Db, { organisation, worker, appeal, upheld, reason, ...form }: VoteForm) {
  const given = upheld && form.unit && form.amount ? { unit_id: form.unit, amount: form.amount } : undefined;
  const granted: Json = given ? { ...given, amount: await exactly(db, given.unit_id, given.amount) } : {};
  return unwrap(db.rpc('vote_on_appeal', { organisation, worker, appeal, vote: { upheld, reason, ...granted } }));
}
