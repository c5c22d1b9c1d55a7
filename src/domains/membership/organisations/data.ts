import * as z from 'zod';
import { kinds, ownRoles, type foundingSchema, type renamingSchema } from '#domains/membership/organisations/schema.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { asFailure, Failure } from '#platform/errors.ts';

const kind = z.enum(kinds);
const level = z.number().nullable();

const pageSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind,
  member_level: level,
  house_id: z.string(),
  powers: z.object({
    govern: z.boolean(),
    manage: z.boolean(),
    people: z.boolean(),
    teach: z.boolean(),
    moderate: z.boolean(),
    audit: z.boolean(),
    hear: z.boolean(),
    bank: z.boolean(),
    rules_of: z.string().nullable(),
    rename: z.boolean(),
  }),
  ancestors: z.array(z.object({ id: z.string(), name: z.string(), kind, open: z.boolean() })),
  tally: z.object({ workers: z.number(), activated: z.number() }).nullable(),
  holders: z.array(
    z.object({
      worker_id: z.string(),
      membership_id: z.string(),
      name: z.string().nullable(),
      role: z.enum(ownRoles),
      valid_from: z.string(),
      valid_until: z.string().nullable(),
      endable: z.boolean(),
    }),
  ),
  children: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind,
      member_level: level,
      workers: z.number().nullable(),
      activated: z.number().nullable(),
    }),
  ),
});

export type OrganisationPage = z.infer<typeof pageSchema>;

export const childrenPerPage = 24;

export interface ChildrenFrom {
  after?: string | undefined;
  before?: string | undefined;
}

const uuid = z.uuid();

/** An id of an address that is none belongs to no organisation. */
export function organisationId(text: string | undefined): string {
  const id = uuid.safeParse(text);
  if (!id.success) throw new Failure('organisation_not_found', 404);
  return id.data;
}

export async function organisationPage(db: Db, organisation: string, { after, before }: ChildrenFrom = {}) {
  const answer = await unwrap(
    db.rpc('organisation_page', {
      organisation,
      page: childrenPerPage,
      ...(after === undefined ? {} : { after_name: after }),
      ...(before === undefined ? {} : { before_name: before }),
    }),
  );
  return pageSchema.parse(answer);
}

export function foundOrganisation(db: Db, input: z.output<typeof foundingSchema>): Promise<string> {
  const { parent, kind: new_kind, name: new_name, member_level } = input;
  const level_given = member_level === null || new_kind === 'team' ? {} : { level: member_level };
  return unwrap(db.rpc('found_organisation', { parent, new_kind, new_name, ...level_given }));
}

export async function renameOrganisation(
  db: Db,
  { organisation, name, member_level }: z.output<typeof renamingSchema>,
) {
  const change = db.from('organisations').update({ name, member_level }).eq('id', organisation).select('id');
  const changed = await unwrap(change).catch((thrown: unknown) => {
    const failure = asFailure(thrown);
    throw failure.word === 'already_exists' ? new Failure('organisation_name_taken', 409) : failure;
  });
  if (changed.length === 0) throw new Failure('not_allowed', 403);
}

export const endMembership = (db: Db, worker: string, membership: string) =>
  unwrap(db.rpc('end_membership', { worker, membership }));

// The audit log -----------------------------------------------------------------------------------------------------------------

const auditSchema = z.object({
  name: z.string(),
  entries: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      worker_id: z.string(),
      actor_id: z.string().nullable(),
      action: z.string(),
      facts: z.record(z.string(), z.unknown()),
      organisation: z.string(),
      actor: z.string().nullable(),
      subject: z.string().nullable(),
    }),
  ),
});

export type AuditEntry = z.infer<typeof auditSchema>['entries'][number];

interface AuditFrom {
  action?: string | undefined;
  before?: { at: string; id: string } | undefined;
}

export async function auditPage(db: Db, organisation: string, { action, before }: AuditFrom, page: number) {
  const answer = await unwrap(
    db.rpc('audit_page', {
      organisation,
      page,
      ...(action === undefined ? {} : { of_action: action }),
      ...(before === undefined ? {} : { before_at: before.at, before_id: before.id }),
    }),
  );
  return auditSchema.parse(answer);
}
