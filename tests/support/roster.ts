import type { Outcome, Transaction } from './database.ts';

export interface SheetRow {
  employee_no: string;
  name: string;
  team?: string | null;
  [column: string]: unknown;
}

export interface ImportResult {
  created: number;
  changed: number;
  unchanged: number;
}

/** Sends a sheet as the caller who is set in the transaction. */
export async function importRoster(transaction: Transaction, house: string, people: SheetRow[]) {
  const outcome: Outcome<{ result: ImportResult }> = await transaction.attempt(
    'select public.import_roster($1::uuid, $2::text::jsonb) as result',
    [house, JSON.stringify(people)],
  );
  return { result: outcome.rows?.[0]?.result, error: outcome.error };
}

/** What the tallies should say, by counting people under every organisation. Answers the organisations where they don't. */
export const wrongTallies = `
  with recursive below as (
    select id as top, id from public.organisations
    union all
    select b.top, o.id from below b join public.organisations o on o.parent_id = b.id
  ), counted as (
    select b.top, count(e.employee_no)::int as workers, count(e.activated_at)::int as activated
    from below b left join public.roster_entries e on e.organisation_id = b.id group by b.top
  )
  select o.name, t.workers, t.activated, c.workers as counted, c.activated as counted_activated
  from counted c join public.organisations o on o.id = c.top
  left join public.organisation_tallies t on t.organisation_id = c.top
  where (t.workers, t.activated) is distinct from (c.workers, c.activated)`;

/** The closure table against a walk up every chain of parents. Answers the pairs in which they differ. */
export const wrongPaths = `
  with recursive walked as (
    select id as descendant_id, id as ancestor_id, parent_id as next, 0 as depth from public.organisations
    union all
    select w.descendant_id, o.id, o.parent_id, w.depth + 1 from walked w join public.organisations o on o.id = w.next
  ), truth as (select ancestor_id, descendant_id, depth from walked)
  (select * from truth except select * from public.organisation_paths)
  union all
  (select * from public.organisation_paths except select * from truth)`;

/** Every team lives in the house of its nearest ancestor that is none; everything else is a house of its own. */
export const wrongHouses = `
  select o.name from public.organisations o
  where o.house_id is distinct from case when o.kind <> 'team' then o.id else (
    select a.id from public.organisation_paths p join public.organisations a on a.id = p.ancestor_id
    where p.descendant_id = o.id and a.kind <> 'team' order by p.depth limit 1
  ) end`;
