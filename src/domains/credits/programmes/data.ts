import { smallest } from '#domains/credits/programmes/rules.ts';
import {
  counterSchema,
  mineSchema,
  myProgrammeSchema,
  type Counter,
  type Decision,
  type MyProgramme,
  type PlanForm,
  type ProgrammeForm,
  type Substitution,
} from '#domains/credits/programmes/schema.ts';
import { readPlan, type SheetProblem } from '#domains/credits/programmes/sheet.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';
import { idFrom } from '#platform/fields.ts';
import { readSheetRows } from '#platform/sheets/read.ts';

export const myProgrammes = async (db: Db) => mineSchema.parse(await unwrap(db.rpc('my_programmes')));

export const schoolCounter = async (db: Db, organisation: string): Promise<Counter> =>
  counterSchema.parse(await unwrap(db.rpc('school_counter', { organisation })));

/** Amounts are typed as people write them and kept in smallest steps of the unit; no digit is rounded away. */
function inSteps(typed: string, scale: number | undefined): number {
  const steps = scale === undefined ? undefined : smallest(typed, scale);
  if (steps === undefined) throw new Failure('amount_not_understood', 422);
  return steps;
}

export async function exactly(db: Db, unit: string, typed: string): Promise<number> {
  const [found] = await unwrap(db.from('credit_units').select('scale').eq('id', unit));
  return inSteps(typed, found?.scale);
}

export async function redeemToward(db: Db, request: string, programme: string, typed: string): Promise<string> {
  const { programmes } = await myProgrammes(db);
  const found = programmes.find(({ id }) => id === programme);
  if (!found) throw new Failure('programme_not_found', 404);
  return unwrap(db.rpc('redeem_toward', { request, programme, amount: inSteps(typed, found.scale) }));
}

export const decideRedemptions = (db: Db, { organisation, asked, decision, reason }: Decision): Promise<number> =>
  unwrap(
    db.rpc('decide_redemptions', {
      organisation,
      rows: asked.map((one) => {
        const [worker = '', voucher = ''] = one.split(' ');
        return { worker, voucher, decision, ...(reason === undefined ? {} : { reason }) };
      }),
    }),
  );

/** What schools let wait beyond their term goes back to whoever gave it. */
export const giveBackLate = (): Promise<number> => unwrap(clerk().rpc('clerk_give_back_late_redemptions', {}));

export async function keepProgramme(db: Db, { organisation, programme, unit, total, ...form }: ProgrammeForm) {
  const kept = { id: programme, unit_id: unit, total: await exactly(db, unit, total), ...form };
  return unwrap(db.rpc('keep_programme', { organisation, programme: kept }));
}

export async function myProgramme(db: Db, programme: string): Promise<MyProgramme> {
  const asked = { programme: idFrom(programme, 'programme_not_found') };
  return myProgrammeSchema.parse(await unwrap(db.rpc('my_programme', asked)));
}

export const substituteCourse = (db: Db, form: Substitution): Promise<string> =>
  unwrap(db.rpc('substitute_course', form));

/** What of a sheet has to be mended; where that is anything, nothing of it was kept. */
interface Kept {
  programme: string;
  problems: SheetProblem[];
}

export async function keepPlan(db: Db, { organisation, programme, hours_a_credit, file }: PlanForm): Promise<Kept> {
  const rows = await readSheetRows(Buffer.from(await file.arrayBuffer()));
  const [found] = await unwrap(db.from('programmes').select('credit_units (scale)').eq('id', programme));
  if (!found) throw new Failure('programme_not_found', 404);
  const read = readPlan(rows, found.credit_units.scale, hours_a_credit);
  if (!read || read.plan.courses.length + read.problems.length === 0) throw new Failure('plan_heading_missing', 422);
  const { problems } = read;
  if (problems.length > 0) return { programme, problems };
  await unwrap(db.rpc('keep_programme_plan', { organisation, programme, plan: read.plan }));
  return { programme, problems };
}
