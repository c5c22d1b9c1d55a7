-- What is true afterwards: a session in a room has a time that was planned and a time that was real, never more people
-- than seats, and of each of them when she showed that she was there, and how.

create table public.classroom_sessions (
  id uuid primary key,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  course_id uuid not null references public.courses (id) on delete restrict,
  lesson text not null check (length(lesson) between 1 and 60),
  place text not null check (length(btrim(place)) between 1 and 120),
  teacher text check (length(btrim(teacher)) between 1 and 60),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  seats integer not null check (seats between 1 and 1000),
  open_to text not null check (open_to in ('below', 'everyone')),
  second_proof text not null default 'moment' check (second_proof in ('moment', 'leaving')),
  seated integer not null default 0,
  last_number integer not null default 0,
  created_by uuid not null references public.workers (id) on delete restrict,
  cancelled_at timestamptz,
  opened_at timestamptz,
  ended_at timestamptz,
  closed_at timestamptz,
  constraint classroom_sessions_seated check (seated between 0 and seats),
  constraint classroom_sessions_length check (ends_at > starts_at and ends_at - starts_at <= interval '12 hours'),
  constraint classroom_sessions_ended check (ended_at is null or opened_at is not null)
);
comment on table public.classroom_sessions is '@reference When and where a lesson in a room is held, by whom, for how many, and for the people of which organisation.';
comment on column public.classroom_sessions.open_to is 'The people of the organisation and of all below it, or everyone.';
comment on column public.classroom_sessions.second_proof is
  'When presence is shown the second time: at a moment of the second half that nobody knows before, or on leaving.';
comment on column public.classroom_sessions.opened_at is
  'When whoever holds it put the code on the wall or began the roll: no time before that is time of this session.';
comment on column public.classroom_sessions.ended_at is 'When it was over earlier than planned, as whoever holds it said then.';
comment on column public.classroom_sessions.seated is 'Seats that are taken, counted while the row is locked. The constraint is what keeps the thirty-first out.';
-- Few lessons of many are held in a room, and whoever sets up a session chooses among those.
create index lessons_in_rooms on public.lessons (course_id, version) where kind = 'classroom';
create index classroom_sessions_organisation on public.classroom_sessions (organisation_id, starts_at, id);
create index classroom_sessions_lesson on public.classroom_sessions (course_id, lesson, ends_at);
create index classroom_sessions_creator on public.classroom_sessions (created_by);
create index classroom_sessions_unclosed on public.classroom_sessions (ends_at) where closed_at is null and cancelled_at is null;

create table public.classroom_signups (
  worker_id uuid not null references public.workers (id) on delete restrict,
  session_id uuid not null references public.classroom_sessions (id) on delete restrict,
  enrolment_id uuid not null,
  number integer not null check (number > 0),
  state text not null check (state in ('seated', 'waiting', 'left', 'absent')),
  signed_at timestamptz not null default now(),
  arrived_at timestamptz,
  left_at timestamptz,
  shown_by text check (shown_by in ('code', 'list')),
  confirmed_at timestamptz,
  confirmed_by text check (confirmed_by in ('code', 'list')),
  primary key (worker_id, session_id),
  constraint classroom_signups_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict,
  constraint classroom_signups_arrived check ((arrived_at is null) = (shown_by is null) and (left_at is null or left_at >= arrived_at)),
  constraint classroom_signups_confirmed check (
    (confirmed_at is null) = (confirmed_by is null) and (confirmed_at is null or arrived_at is not null)
  ),
  constraint classroom_signups_sat check (arrived_at is null or state = 'seated')
);
comment on table public.classroom_signups is 'Who wants to come, in the order of asking, and from when to when she was there.';
comment on column public.classroom_signups.confirmed_at is
  'The second time she showed that she was there, or somebody saw it. Without it attendance counts for nothing.';
create index classroom_signups_line on public.classroom_signups (session_id, state, number);
create index classroom_signups_enrolment on public.classroom_signups (worker_id, enrolment_id);

create function private.spoken_time(at timestamptz)
returns text
language sql stable set search_path = ''
as $$ select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') $$;
comment on function private.spoken_time is 'A time for a sentence that refuses something.';

create function private.holds_sessions(organisation uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$ select private.stands_over(organisation, '{manager,officer,trainer}') $$;
comment on function private.holds_sessions is 'Whether I hold sessions of an organisation: set them up, keep their roll, close them.';

create function private.offered_to_me(session public.classroom_sessions)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select (session).open_to = 'everyone' or exists (
    select from private.my_roles() r
    join public.organisation_paths p on p.descendant_id = r.organisation_id and p.ancestor_id = (session).organisation_id
  )
$$;

create function private.locked_session(session uuid, held boolean)
returns public.classroom_sessions
language plpgsql volatile security definer set search_path = ''
as $$
declare
  found_row public.classroom_sessions;
begin
  select s.* into found_row from public.classroom_sessions s where s.id = session for update;
  if found_row.id is null or (held and not private.holds_sessions(found_row.organisation_id)) then
    perform private.business_error('session_not_found', 'PT404');
  elsif found_row.cancelled_at is not null then
    perform private.business_error('session_cancelled', 'PT409');
  elsif found_row.closed_at is not null then
    perform private.business_error('session_closed', 'PT409');
  end if;
  return found_row;
end;
$$;
comment on function private.locked_session is 'A session that is not over, held so that what follows happens to it one at a time.';

create function private.over_at(session public.classroom_sessions)
returns timestamptz
language sql immutable
return least((session).ends_at, (session).ended_at);

create function private.half_of(session public.classroom_sessions)
returns timestamptz
language sql immutable
return (session).starts_at + ((session).ends_at - (session).starts_at) / 2;

create function private.door_open(session public.classroom_sessions, at timestamptz)
returns boolean
language sql immutable
return at between (session).starts_at - interval '30 minutes' and private.over_at(session) + interval '15 minutes';
comment on function private.door_open is 'From half an hour before it begins until whoever shows a code on leaving has left.';

alter table public.classroom_sessions enable row level security;
alter table public.classroom_signups enable row level security;

create policy classroom_sessions_select on public.classroom_sessions for select to authenticated
using (
  (select private.my_worker_id()) is not null
  and (open_to = 'everyone' or organisation_id in (select private.organisations_around()))
);
create policy classroom_signups_select on public.classroom_signups for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.classroom_sessions, public.classroom_signups from anon, authenticated, service_role;
grant select on public.classroom_sessions, public.classroom_signups to authenticated, service_role;
