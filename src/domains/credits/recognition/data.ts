import { decide, preview, worthOf, type Planned } from '#domains/credits/recognition/rules.ts';
import { awaitingSchema, grantsSchema, type Awaiting } from '#domains/credits/recognition/schema.ts';
import type { Assessment } from '#domains/credits/rules/assess.ts';
import { freshLibrary, library } from '#domains/credits/rulebook/data.ts';
import { clerk } from '#platform/clerk.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { describe, log } from '#platform/log.ts';
import { plainDate } from '#ui/format.ts';

/** The day it is in China, by which rules are in force. */
const today = () => plainDate(new Date());

async function keep({ worker, seen, outcomes, granted }: Awaiting, at: string): Promise<number> {
  const decisions = decide(await freshLibrary(), { worker, outcomes, granted }, at) as unknown as Json;
  const { data, error } = await clerk().rpc('clerk_keep_assessments', { worker, seen, decided_on: at, decisions });
  if (error) throw failureOf(error);
  return data;
}

/** Somebody else decided on her between our looking and our deciding: she is looked at again by whoever comes next. */
const overtaken = (thrown: unknown) => thrown instanceof Failure && thrown.word === 'assessment_outdated';

/**
 * Assesses results that wait and posts what they are worth, of one worker or of all. One whose rules can't be applied
 * stays in the queue and is told of in the log, and holds nobody up.
 */
export async function recogniseWaiting(worker?: string): Promise<number> {
  const sent = worker === undefined ? {} : { only_worker: worker };
  const waiting = awaitingSchema.parse(await unwrap(clerk().rpc('clerk_outcomes_to_assess', sent)));
  const at = today();
  let kept = 0;
  for (const one of waiting) {
    try {
      kept += await keep(one, at);
    } catch (thrown) {
      if (!overtaken(thrown)) log('error', 'recognition_failed', { worker: one.worker, why: describe(thrown) });
    }
  }
  return kept;
}

/** The same right after a course was completed. The result is safe already: what fails here is made up for by the sweep. */
export async function recogniseSoon(worker: string): Promise<void> {
  try {
    await recogniseWaiting(worker);
  } catch (thrown) {
    log('error', 'recognition_failed', { worker, why: describe(thrown) });
  }
}

/** What these courses would bring her if she completed them today, on top of what she was granted. */
export async function expectedCredits(db: Db, worker: string, planned: Planned[]): Promise<Assessment> {
  const [kept, { data }, rules] = await Promise.all([
    unwrap(db.rpc('my_grants')),
    db.rpc('my_federation'),
    freshLibrary(),
  ]);
  const granted = grantsSchema.parse(kept);
  return preview(rules, { worker, planned, granted, federation: data ?? undefined }, today());
}

/** What a result would be worth by itself by the rules of today. */
export const worthToday = (told: Parameters<typeof worthOf>[1]): Assessment => worthOf(library(), told, today());
