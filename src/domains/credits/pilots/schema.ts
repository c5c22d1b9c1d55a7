import * as z from 'zod';
import { orNothing } from '#platform/fields.ts';

const id = z.guid();
export const pilotFormSchema = z.object({
  federation: id,
  enterprise: z.guid('pilot_missing'),
  starts_on: z.preprocess(orNothing, z.iso.date('date_not_understood')),
});
export type PilotForm = z.output<typeof pilotFormSchema>;
export const pilotOnlySchema = pilotFormSchema.omit({ starts_on: true });

const enterprise = { id, name: z.string() };
export const pilotsSchema = z.object({
  pilots: z.array(z.object({ ...enterprise, starts_on: z.iso.date(), workers: z.int().nullable() })),
  others: z.array(z.object(enterprise)),
});
export type Pilots = z.output<typeof pilotsSchema>;
