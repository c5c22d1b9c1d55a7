import * as z from 'zod';
import { sliceOf, type Cursor, type Slice } from '#domains/membership/organisations/rules.ts';
import { kinds, roles } from '#domains/membership/organisations/schema.ts';
import { limits, searchOf } from '#domains/membership/roster/rules.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';

const headSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  house_id: z.string(),
  /** Whether the whole house is mine: slips, import and export are given for a house, not for a team. */
  house: z.boolean(),
  workers: z.number(),
  activated: z.number(),
  teams: z.array(z.object({ id: z.string(), name: z.string() })),
});

export type RosterHead = z.infer<typeof headSchema>;

export const rosterHead = async (db: Db, organisation: string): Promise<RosterHead> =>
  headSchema.parse(await unwrap(db.rpc('roster_head', { organisation })));

/** The head of a house whose people I keep. A team has no import of its own. */
export async function houseHead(db: Db, organisation: string): Promise<RosterHead> {
  const head = await rosterHead(db, organisation);
  if (head.id !== head.house_id) throw new Failure('organisation_not_found', 404);
  return head;
}

const entrySchema = z.object({
  employee_no: z.string(),
  name: z.string(),
  worker_id: z.string(),
  activated_at: z.string().nullable(),
  organisation_id: z.string(),
});

/** A line of the list. Who stands directly in the house is in no team. */
export type RosterEntry = Omit<z.infer<typeof entrySchema>, 'organisation_id'> & { team: string | undefined };

export interface RosterQuery {
  team?: string;
  waiting?: boolean | undefined;
  search?: string | undefined;
  cursor?: Cursor | undefined;
  backward?: boolean;
  page?: number;
}

type Read = z.infer<typeof entrySchema>;

/** Teams come by name from the head, so that a line costs no look-up; only a house of more than 500 teams has to ask again. */
async function withTeams(db: Db, head: RosterHead, { rows, ...slice }: Slice<Read>): Promise<Slice<RosterEntry>> {
  const names = new Map([[head.id, head.kind === 'team' ? head.name : undefined]]);
  for (const { id, name } of head.teams) names.set(id, name);
  const unknown = [...new Set(rows.map((row) => row.organisation_id).filter((id) => !names.has(id)))];
  if (unknown.length > 0) {
    const found = await unwrap(db.from('organisations').select('id, name').in('id', unknown));
    for (const { id, name } of found) names.set(id, name);
  }
  return { ...slice, rows: rows.map(({ organisation_id, ...row }) => ({ ...row, team: names.get(organisation_id) })) };
}

export async function rosterPage(db: Db, head: RosterHead, query: RosterQuery): Promise<Slice<RosterEntry>> {
  const { waiting, cursor, backward = false, page = limits.preview } = query;
  const [cursor_name, cursor_no] = cursor ?? [];
  const answer = await unwrap(
    db.rpc('roster_page', {
      organisation: query.team || head.id,
      page,
      backward,
      ...(waiting === undefined ? {} : { waiting }),
      ...searchOf(query.search ?? ''),
      ...(cursor_name === undefined || cursor_no === undefined ? {} : { cursor_name, cursor_no }),
    }),
  );
  const read = z.array(entrySchema).parse(answer);
  return withTeams(db, head, sliceOf(read, page, { backward, began: cursor !== undefined }));
}

const exportSchema = z.array(
  z.object({
    employee_no: z.string(),
    name: z.string(),
    team: z.string().nullable(),
    gender: z.enum(['female', 'male', 'unstated']),
    birth_year: z.number().nullable(),
    employment_kind: z
      .enum(['regular', 'contract', 'dispatch', 'flexible', 'apprentice', 'retired', 'unemployed'])
      .nullable(),
    trade: z.string().nullable(),
    skill_level: z
      .enum([
        'apprentice',
        'junior',
        'intermediate',
        'senior',
        'technician',
        'senior_technician',
        'special_technician',
        'chief_technician',
      ])
      .nullable(),
    groups: z.array(z.enum(['migrant', 'women', 'laid_off', 'hardship'])).nullable(),
    activated_at: z.string().nullable(),
  }),
);

export type ExportedPerson = z.infer<typeof exportSchema>[number];

/** Everybody of a house, a thousand at a time. */
export async function* exportRoster(db: Db, house: string): AsyncGenerator<ExportedPerson[]> {
  const page = 1000;
  let after: string | undefined;
  for (;;) {
    const answer = await unwrap(
      db.rpc('roster_export', { house, page, ...(after === undefined ? {} : { after_no: after }) }),
    );
    const people = exportSchema.parse(answer);
    yield people;
    after = people.at(-1)?.employee_no;
    if (people.length < page) return;
  }
}

export const leaveRoster = (db: Db, house: string, of_employee_no: string) =>
  unwrap(db.rpc('leave_roster', { house, of_employee_no }));

export const issueSlips = (db: Db, house: string, employee_nos: string[]) =>
  unwrap(db.rpc('issue_activation_codes', { house, employee_nos }));

const fileSchema = exportSchema.element.omit({ employee_no: true, team: true, activated_at: true }).extend({
  id: z.string(),
  name: z.string().nullable(),
  groups: z.array(z.enum(['migrant', 'women', 'laid_off', 'hardship'])),
  memberships: z.array(
    z.object({
      id: z.string(),
      organisation: z.string().nullable(),
      role: z.enum(roles),
      valid_from: z.string(),
      valid_until: z.string().nullable(),
    }),
  ),
});

/** Opens somebody's file, which she can see in her log, and her entry in this house. */
export async function openWorkerFile(db: Db, house: string, worker: string) {
  const file = fileSchema.parse(await unwrap(db.rpc('open_worker_file', { worker })));
  const entries = await unwrap(
    db
      .from('roster_entries')
      .select('employee_no, activated_at, house_id')
      .eq('worker_id', worker)
      .eq('house_id', house)
      .order('employee_no'),
  );
  return { file, entry: entries[0] };
}
