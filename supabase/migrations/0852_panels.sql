-- What is true afterwards: whatever people have to judge is one case before a panel. Its members are appointed, none
-- has a part in it, nobody sees what others think before she has said what she thinks, and no case stands still.
--
-- How a domain uses it:
--   private.panel_kinds           one row for each kind of case, put there by the migration of the domain.
--   private.open_case(kind, worker, subject, origin, sat_before, named)
--       opens the one case about a subject of hers and answers its id; asked again, the same id.
--   private.appeal_case(worker, case)
--       opens the case of kind `appeal_kind` about the same subject, before others. Null where it can't be.
--   public.panel_cases            the case. The domain attaches
--       `after update of decided_at ... when (new.decided_at is not null and new.kind = '...')`
--       and carries the decision out in the same transaction. What it raises undoes the vote.
--   private.<subject_function>(worker, subject) returns jsonb
--       what members read: {title, facts: [{key, value}]}; title and key are {zh-CN, en}, value that or a text.
--       Where a kind hides the worker, it must not name her.
-- What members call: my_panel_cases, panel_case, declare_conflict, vote_on_case. What the server does:
-- clerk_due_panels.
--
-- A verdict is as the kind's resolution says, of the last vote of each who sits (rules.ts in src/domains/panels is its
-- twin):
--   majority  more than half; where it is even, the organisation above hears it.
--   median    of the amounts, a refusal being nothing; of the two in the middle the lower.
--   lower     more than half grant, and then the lowest amount they name; even is a refusal.
--   chair     more than half; where it is even, and for the amount, what the chair says.
-- A quorum must have voted. It is decided as soon as all have, or nobody can change it; at the due date with those who
-- voted. What is not decided then goes to the organisation above, at last to a chair who decides alone, and where
-- there is nobody, the kind says what holds.

create type public.panel_verdict as enum ('granted', 'refused');

create table private.panel_kinds (
  kind text primary key check (kind ~ '^[a-z_]{1,40}$'),
  title jsonb not null check (title ? 'zh-CN'),
  roles public.membership_role[] not null check (cardinality(roles) > 0),
  size smallint not null check (size between 1 and 15),
  quorum smallint not null check (quorum >= 1),
  resolution text not null check (resolution in ('majority', 'median', 'lower', 'chair')),
  days smallint not null check (days between 1 and 365),
  amounts text not null default 'none' check (amounts in ('none', 'stated', 'score')),
  most bigint not null default 1000000000 check (most > 0),
  rubric jsonb,
  hides text[] not null default '{}' check (hides <@ '{worker,members}'),
  above boolean not null default false,
  appeal_kind text references private.panel_kinds (kind) on delete restrict,
  appeal_days smallint not null default 30 check (appeal_days between 1 and 365),
  unheard public.panel_verdict not null default 'refused',
  subject_function text not null check (subject_function ~ '^[a-z_]{1,60}$'),
  constraint panel_kinds_quorum check (quorum <= size),
  constraint panel_kinds_majority_is_of_verdicts check (resolution <> 'majority' or amounts = 'none'),
  constraint panel_kinds_unheard_has_no_amount check (amounts = 'none' or unheard = 'refused'),
  constraint panel_kinds_score_has_points check (amounts <> 'score' or jsonb_array_length(rubric -> 'points') > 0)
);
comment on table private.panel_kinds is '@reference What kinds of cases there are, and how each is judged.';
comment on column private.panel_kinds.roles is
  'Whoever holds one of these in the organisation may be appointed; where it keeps a pool, only who is in it.';
comment on column private.panel_kinds.rubric is
  '{essentials: [{id, name}], points: [{id, name, most, weight}], pass: [3, 5]}: every essential is a yes, and the '
  'points, each by its weight, reach this part of the most there could be. Whole numbers only.';
comment on column private.panel_kinds.amounts is 'none; stated by each who grants; or the points of the rubric.';
comment on column private.panel_kinds.above is
  'The organisation it comes from hears it last, where nobody stands above.';
create index panel_kinds_appeal on private.panel_kinds (appeal_kind);

create table private.panel_pools (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  kind text not null references private.panel_kinds (kind) on delete cascade,
  member_id uuid not null references public.workers (id) on delete restrict,
  primary key (organisation_id, kind, member_id)
);
comment on table private.panel_pools is
  '@reference Whom an organisation appoints from, where not everybody with a role.';
create index panel_pools_kind on private.panel_pools (kind);
create index panel_pools_member on private.panel_pools (member_id);

create table private.panel_loads (
  member_id uuid primary key references public.workers (id) on delete restrict,
  turn bigint not null
);
comment on table private.panel_loads is
  '@directory How often somebody sat; who comes new begins where the least is. The lowest is next.';

create table public.panel_cases (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  kind text not null references private.panel_kinds (kind) on delete restrict,
  subject_id uuid not null,
  origin_id uuid not null references public.organisations (id) on delete restrict,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  round smallint not null default 1,
  alone boolean not null default false,
  opened_at timestamptz not null default now(),
  due_at timestamptz not null,
  decided_at timestamptz,
  verdict public.panel_verdict,
  amount bigint check (amount > 0),
  reason text,
  primary key (worker_id, id),
  constraint panel_cases_once unique (worker_id, kind, subject_id),
  constraint panel_cases_decided check (num_nonnulls(decided_at, verdict, reason) in (0, 3)),
  constraint panel_cases_amount check (amount is null or verdict = 'granted')
);
comment on table public.panel_cases is
  'What a panel judges: once for a subject of a worker, decided once. She sees hers; members ask panel_case.';
comment on column public.panel_cases.alone is 'A chair decides alone, as nobody else is left.';
create index panel_cases_due on public.panel_cases (due_at, id) where decided_at is null;
create index panel_cases_kind on public.panel_cases (kind);
create index panel_cases_origin on public.panel_cases (origin_id);
create index panel_cases_organisation on public.panel_cases (organisation_id);

create table private.panel_rounds (
  worker_id uuid not null,
  case_id uuid not null,
  round smallint not null,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  began_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, case_id, round),
  constraint panel_rounds_case foreign key (worker_id, case_id)
    references public.panel_cases (worker_id, id) on delete cascade
);
comment on table private.panel_rounds is '@append-only Which organisations heard a case, one after the other.';
create index panel_rounds_organisation on private.panel_rounds (organisation_id);

create table private.panel_seats (
  worker_id uuid not null,
  case_id uuid not null,
  round smallint not null,
  member_id uuid not null references public.workers (id) on delete restrict,
  place smallint not null,
  named boolean not null,
  appointed_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, case_id, round, member_id),
  constraint panel_seats_round foreign key (worker_id, case_id, round)
    references private.panel_rounds (worker_id, case_id, round) on delete cascade
);
comment on table private.panel_seats is
  '@append-only Who was appointed. The first place that is still held is the chair.';
create index panel_seats_member on private.panel_seats (member_id, case_id);

create table private.panel_declarations (
  worker_id uuid not null,
  case_id uuid not null,
  member_id uuid not null references public.workers (id) on delete restrict,
  tie text not null check (tie in ('none', 'relative', 'mentor', 'team', 'interest', 'sat_before', 'left', 'late')),
  said_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, case_id, member_id, tie),
  constraint panel_declarations_case foreign key (worker_id, case_id)
    references public.panel_cases (worker_id, id) on delete cascade
);
comment on table private.panel_declarations is
  '@append-only Before anything opens a member says that no tie is hers, or which; what is derived for this case '
  'stands here too.';
create index panel_declarations_member on private.panel_declarations (member_id);

create table private.panel_ties (
  worker_id uuid not null references public.workers (id) on delete cascade,
  member_id uuid not null references public.workers (id) on delete cascade,
  tie text not null check (tie in ('relative', 'mentor', 'interest')),
  said_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, member_id, tie)
);
comment on table private.panel_ties is
  '@append-only Whose cases somebody never judges, as she said herself. Holds for every case to come.';
create index panel_ties_member on private.panel_ties (member_id);

create table private.panel_votes (
  worker_id uuid not null,
  case_id uuid not null,
  round smallint not null,
  member_id uuid not null,
  number smallint not null,
  verdict public.panel_verdict not null,
  amount bigint check (amount > 0),
  marks jsonb,
  reason text not null check (length(btrim(reason)) between 1 and 500),
  voted_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, case_id, round, member_id, number),
  constraint panel_votes_amount check (amount is null or verdict = 'granted'),
  constraint panel_votes_seat foreign key (worker_id, case_id, round, member_id)
    references private.panel_seats (worker_id, case_id, round, member_id) on delete cascade
);
comment on table private.panel_votes is
  '@append-only What each thinks. Who thinks again says it once more; the last counts, and dissent stays.';

create view private.panel_says with (security_invoker = true) as
select distinct on (v.worker_id, v.case_id, v.round, v.member_id) v.* from private.panel_votes v
order by v.worker_id, v.case_id, v.round, v.member_id, v.number desc;
comment on view private.panel_says is 'The last vote of each.';

create view private.panel_sitting with (security_invoker = true) as
select s.* from private.panel_seats s
join public.panel_cases c on c.worker_id = s.worker_id and c.id = s.case_id and c.round = s.round
where not exists (
  select from private.panel_declarations d
  where d.worker_id = s.worker_id and d.case_id = s.case_id and d.member_id = s.member_id and d.tie <> 'none'
);
comment on view private.panel_sitting is 'Who hears a case now.';

create function private.keep_decided_case()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.business_error('case_decided', 'PT409');
  return null;
end;
$$;
create trigger panel_cases_decided_once before update on public.panel_cases
for each row when (old.decided_at is not null) execute function private.keep_decided_case();

-- Before the rows of other domains go that point here, as the name of the trigger sorts.
create function private.forget_panels()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.panel_cases c where c.worker_id = new.id;
  delete from private.panel_ties t where new.id in (t.worker_id, t.member_id);
  return null;
end;
$$;
create trigger workers_forget_panels after update of erased_at on public.workers
for each row when (old.erased_at is null and new.erased_at is not null) execute function private.forget_panels();

alter table private.panel_kinds enable row level security;
alter table private.panel_pools enable row level security;
alter table private.panel_loads enable row level security;
alter table public.panel_cases enable row level security;
alter table private.panel_rounds enable row level security;
alter table private.panel_seats enable row level security;
alter table private.panel_declarations enable row level security;
alter table private.panel_ties enable row level security;
alter table private.panel_votes enable row level security;

create policy panel_cases_select on public.panel_cases for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.panel_cases from anon, authenticated, service_role;
grant select on public.panel_cases to authenticated, service_role;
revoke all on private.panel_kinds, private.panel_pools, private.panel_loads, private.panel_rounds, private.panel_seats,
  private.panel_declarations, private.panel_ties, private.panel_votes, private.panel_says, private.panel_sitting
from public, anon, authenticated, service_role;
