import * as z from 'zod';
import { planSchema } from '#domains/learning/plans/schema.ts';
import { localText } from '#platform/fields.ts';

export const dueSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('course'), id: z.guid(), title: localText, day: z.iso.date() }),
    z.object({
      kind: z.literal('session'),
      id: z.guid(),
      title: localText,
      starts_at: z.string(),
      ends_at: z.string(),
      place: z.string(),
      waiting: z.boolean(),
      cancelled: z.boolean(),
    }),
  ]),
);
export type Due = z.output<typeof dueSchema>[number];

export const datesSchema = z.object({ due: dueSchema, plan: planSchema.nullable() }).nullable();
