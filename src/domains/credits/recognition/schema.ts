import * as z from 'zod';

const waiting = z.object({
  id: z.guid(),
  kind: z.string(),
  ended: z.iso.date(),
  minutes: z.int().nullable(),
  course: z.string().nullable(),
  name: z.string(),
  /** What an organisation vouches for, of what happened elsewhere. */
  facts: z.record(z.string(), z.string()),
  organisation: z.guid(),
});
export type WaitingOutcome = z.output<typeof waiting>;

/** What a worker was granted, as the engine is told of it: it reads the rest itself. */
export const grantsSchema = z.array(z.looseObject({ parts: z.array(z.looseObject({ unit: z.string() })) }));
export type Grants = z.output<typeof grantsSchema>;

/** What the clerk finds waiting: a worker, what of hers was decided already, and what was not. */
export const awaitingSchema = z.array(
  z.object({ worker: z.guid(), seen: z.json(), granted: grantsSchema, outcomes: z.array(waiting) }),
);
export type Awaiting = z.output<typeof awaitingSchema>[number];

/** A step of the engine as it is kept, with exact amounts as text. */
export const traceLineSchema = z.object({
  rule: z.string(),
  source: z.string(),
  reason: z.string(),
  unit: z.string(),
  before: z.string(),
  after: z.string(),
  facts: z.record(z.string(), z.string()),
});
export const reportSchema = z.object({
  credits: z.record(z.string(), z.string()),
  decided_by: z.record(z.string(), z.string()),
  trace: z.array(traceLineSchema),
});
export type KeptReport = z.output<typeof reportSchema>;
