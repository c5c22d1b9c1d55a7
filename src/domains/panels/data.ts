import * as z from 'zod';
import { caseSchema, casesSchema, type Case, type ties, type Vote } from '#domains/panels/schema.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';

interface Page {
  decided: boolean;
  after: [at: string, id: string] | undefined;
}

export async function myCases(db: Db, { decided, after }: Page) {
  const from = after ? { after_at: after[0], after_id: after[1] } : {};
  return casesSchema.parse(await unwrap(db.rpc('my_panel_cases', { decided, ...from })));
}

/** A case in an address that is none is one that is not mine. */
export async function caseOf(db: Db, worker: string | undefined, id: string | undefined): Promise<Case> {
  const asked = z.object({ worker: z.guid(), case_id: z.guid() }).safeParse({ worker, case_id: id });
  if (!asked.success) throw new Failure('case_not_found', 404);
  return caseSchema.parse(await unwrap(db.rpc('panel_case', asked.data)));
}

export const declareTie = (db: Db, worker: string, id: string, tie: (typeof ties)[number]): Promise<string> =>
  unwrap(db.rpc('declare_conflict', { worker, case_id: id, tie }));

/** Answers what became of the case by this vote. */
export const voteOn = (db: Db, { worker, case: id, verdict, reason }: Vote): Promise<string> =>
  unwrap(db.rpc('vote_on_case', { worker, case_id: id, vote: { verdict, reason } }));

/** Decides or passes on what is due. Answers how many. */
export const settleDue = (): Promise<number> => unwrap(clerk().rpc('clerk_due_panels'));
