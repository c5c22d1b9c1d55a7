import { recogniseSoon } from '#domains/credits/recognition/data.ts';
import * as claims from '#domains/records/claims/data.ts';
import * as schema from '#domains/records/claims/schema.ts';
import { Failure } from '#platform/errors.ts';
import { formAction } from '#platform/forms.ts';

export const claim = formAction(schema.claimFormSchema, (form, { locals }) => {
  if (!locals.person) throw new Failure('not_signed_in', 401);
  return claims.claimOutcome(locals.db, locals.person.workerId, form);
});

export const withdraw = formAction(schema.withdrawalSchema, ({ claim: id }, { locals }) =>
  claims.withdrawClaim(locals.db, id),
);

/** Decides on all that were chosen. What was verified becomes credits at once. */
export const decide = formAction(
  schema.decisionSchema,
  async ({ organisation, claim, verdict, reason }, { locals }) => {
    if (verdict === 'refused' && !reason) throw new Failure('reason_missing', 422);
    const rows = claim.map((one) => {
      const [worker = '', id = ''] = one.split('~');
      return { worker, claim: id, verdict, reason };
    });
    const answers = await claims.decideClaims(locals.db, organisation, rows);
    const done = answers.filter(({ refusal }) => refusal === null);
    const noted = answers.filter(({ refusal }) => refusal === 'noted').length;
    if (verdict === 'verified')
      for (const worker of new Set(done.map((one) => one.worker))) await recogniseSoon(worker);
    const refusal = answers.find((one) => one.refusal !== null && one.refusal !== 'noted')?.refusal;
    if (refusal && done.length + noted === 0) throw new Failure(refusal, 409);
    return { count: done.length, noted, left: answers.length - done.length - noted, verdict };
  },
);

export const quorum = formAction(schema.quorumSchema, ({ organisation, quorum: wanted }, { locals }) =>
  claims.keepQuorum(locals.db, organisation, wanted),
);
