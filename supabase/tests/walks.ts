/** The roles of the worker who asks (`$1`), and what is below and above them: by walking parents, not by the closure table. */
const roles = `my_roles as (
  select m.organisation_id, m.role from public.memberships m
  where m.worker_id = $1::uuid and m.valid_from <= current_date and coalesce(m.valid_until, current_date) >= current_date
)`;
const walk = `below as (
  select r.role, o.id, o.house_id as from_house, o.house_id from my_roles r join public.organisations o on o.id = r.organisation_id
  union
  select b.role, o.id, b.from_house, o.house_id from below b join public.organisations o on o.parent_id = b.id
), above as (
  select o.id, o.parent_id from my_roles r join public.organisations o on o.id = r.organisation_id
  union
  select o.id, o.parent_id from above a join public.organisations o on o.id = a.parent_id
)`;

export const walks = `with recursive ${roles}, ${walk}`;

export const heldBelow = (...wanted: string[]) =>
  `select id from below where role in (${wanted.map((role) => `'${role}'`)})`;
export const houseOf = (...wanted: string[]) => `${heldBelow(...wanted)} and house_id = from_house`;
export const peopleOf = (...wanted: string[]) => `select m.worker_id from public.memberships m
  where m.organisation_id in (${houseOf(...wanted)})
    and m.valid_from <= current_date and coalesce(m.valid_until, current_date) >= current_date`;

export const around = `(select id from above union select id from below)`;

const fromMenu = (column: string) => `(select m.${column} from public.menus m where m.id = menu_id)`;
export const ofMenu: [string, string] = [fromMenu('organisation_id'), fromMenu('published_at')];
export const menusOf = (organisation: string, published: string) => ({
  around: `${published} is not null and ${organisation} in ${around}`,
  subtree: `${organisation} in (${heldBelow('manager', 'officer')})`,
});

export const desks = `(select r.organisation_id from my_roles r where r.role in ('manager', 'officer', 'bank_officer'))`;
