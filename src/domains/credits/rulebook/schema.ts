import * as z from 'zod';
import { awaitingSchema } from '#domains/credits/recognition/schema.ts';

const id = z.guid();

export const draftFormSchema = z.object({
  organisation: id,
  version: id,
  file: z
    .instanceof(File, { error: 'rules_file_missing' })
    .refine(({ size }) => size > 0, 'rules_file_missing')
    .refine(({ size }) => size <= 200_000, 'rules_too_large'),
});
export type DraftForm = z.output<typeof draftFormSchema>;
export const versionFormSchema = z.object({ organisation: id, version: id });
export type VersionForm = z.output<typeof versionFormSchema>;

// What the database answers -------------------------------------------------------------------------------------------

const simulationSchema = z.object({
  more: z.int(),
  less: z.int(),
  same: z.int(),
  /** Whose results these rules can't be applied to, and what the engine said of the first. */
  refused: z.int(),
  why: z.string().nullable(),
  list: z.array(
    z.object({ account: z.string(), unit: z.string(), before: z.string(), after: z.string(), less: z.boolean() }),
  ),
});
export type Simulation = z.output<typeof simulationSchema>;

export const ownRulesSchema = z.array(z.object({ id, organisation: id, source: z.string() }));
export const toSimulateSchema = z
  .object({
    ...{ id, organisation: id, source: z.string(), simulation: simulationSchema, up_to: id.nullable() },
    ...{ name: z.string(), in_force_from: z.iso.date(), signatures: z.int() },
  })
  .nullable();
export type Draft = NonNullable<z.output<typeof toSimulateSchema>>;

/** Somebody's results within a year. */
export const livesSchema = z.array(awaitingSchema.element.pick({ worker: true, outcomes: true }));
export type Life = z.output<typeof livesSchema>[number];

const version = z.object({
  id,
  set_id: z.string(),
  version: z.string(),
  in_force_from: z.iso.date(),
  drafter: z.string().nullable(),
  drafted_at: z.string(),
  simulation: simulationSchema,
  simulated_at: z.string().nullable(),
  signed_at: z.string().nullable(),
  digest: z.string(),
  signs: z.boolean(),
  /** How many signatures these rules need to bind. */
  needed: z.int(),
  signatures: z.array(z.object({ name: z.string().nullable(), signed_at: z.string(), mine: z.boolean() })),
});
export const rulebookSchema = z.object({
  home: z.object({ id, name: z.string() }),
  versions: z.array(version),
});
export type Rulebook = z.output<typeof rulebookSchema>;
export type Version = Rulebook['versions'][number];
