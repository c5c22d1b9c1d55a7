import { pilotsSchema, type PilotForm, type Pilots } from '#domains/credits/pilots/schema.ts';
import { unwrap, type Db } from '#platform/db.ts';

export const pilotsOf = async (db: Db, federation: string): Promise<Pilots> =>
  pilotsSchema.parse(await unwrap(db.rpc('pilots', { federation })));

export const keepPilot = (db: Db, form: PilotForm) => unwrap(db.rpc('keep_pilot', form));

/** The bank is open to it no longer. */
export const endPilot = (db: Db, federation: string, enterprise: string) =>
  unwrap(db.rpc('keep_pilot', { federation, enterprise, starts_on: null as unknown as string }));

export const waitingResults = (db: Db): Promise<number> => unwrap(db.rpc('my_waiting_results'));
