-- What is true afterwards: a session in a room never has more people than seats; who signs up first sits first, the others wait in that
-- order and move up by themselves; nobody loses a place by asking twice or at the same moment as two hundred others.

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
  seated integer not null default 0,
  last_number integer not null default 0,
  created_by uuid not null references public.workers (id) on delete restrict,
  cancelled_at timestamptz,
  closed_at timestamptz,
  constraint classroom_sessions_seated check (seated between 0 and seats),
  constraint classroom_sessions_length check (ends_at > starts_at and ends_at - starts_at <= interval '12 hours')
);
comment on table public.classroom_sessions is '@reference When and where a lesson in a room is held, by whom, for how many, and for the people of which organisation.';
comment on column public.classroom_sessions.open_to is 'The people of the organisation and of all below it, or everyone.';
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
  primary key (worker_id, session_id),
  constraint classroom_signups_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict,
  constraint classroom_signups_arrived check ((arrived_at is null) = (shown_by is null) and (left_at is null or left_at >= arrived_at)),
  constraint classroom_signups_sat check (arrived_at is null or state = 'seated')
);
comment on table public.classroom_signups is 'Who wants to come, in the order of asking, and from when to when she was there.';
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

create function private.move_up(session uuid)
returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  moved integer;
begin
  with first as (
    select u.worker_id from public.classroom_signups u where u.session_id = session and u.state = 'waiting' order by u.number
    limit (select s.seats - s.seated from public.classroom_sessions s where s.id = session)
  )
  update public.classroom_signups u set state = 'seated' from first f where u.worker_id = f.worker_id and u.session_id = session;
  get diagnostics moved = row_count;
  update public.classroom_sessions s set seated = s.seated + moved where s.id = session;
  return moved;
end;
$$;
comment on function private.move_up is 'Gives what seats are free to those who wait, in their order. Asked while the session is locked.';

-- Setting up -------------------------------------------------------------------------------------------------------------------

create function public.keep_session(organisation uuid, session jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.my_worker_id();
  wanted public.classroom_sessions := jsonb_populate_record(null::public.classroom_sessions, session);
  had public.classroom_sessions;
begin
  if not private.holds_sessions(organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif num_nulls(wanted.id, wanted.lesson, wanted.place, wanted.starts_at, wanted.ends_at, wanted.seats, wanted.open_to) > 0 then
    perform private.business_error('session_not_understood', 'PT422');
  elsif wanted.ends_at <= wanted.starts_at or wanted.ends_at - wanted.starts_at > interval '12 hours'
    or wanted.starts_at > now() + interval '2 years' then
    perform private.business_error('session_times_not_possible', 'PT422');
  end if;
  select s.* into had from public.classroom_sessions s where s.id = wanted.id for update;
  if had.id is null then
    if wanted.ends_at <= now() then
      perform private.business_error('session_times_not_possible', 'PT422');
    end if;
    insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, teacher, starts_at, ends_at, seats, open_to, created_by)
    select wanted.id, organisation, c.id, l.slug, btrim(wanted.place), nullif(btrim(wanted.teacher), ''), wanted.starts_at, wanted.ends_at,
      wanted.seats, wanted.open_to, me
    from public.courses c join public.lessons l on l.course_id = c.id and l.version = c.version
    where c.slug = session ->> 'course' and l.slug = wanted.lesson and l.kind = 'classroom';
    if not found then
      perform private.business_error('lesson_not_in_a_room', 'PT422');
    end if;
    return wanted.id;
  end if;
  had := private.locked_session(wanted.id, true);
  if had.organisation_id <> organisation then
    perform private.business_error('session_not_found', 'PT404');
  elsif wanted.seats < had.seated then
    perform private.business_error('seats_are_taken', 'PT409', jsonb_build_object('count', had.seated));
  elsif had.starts_at <= now() and (wanted.starts_at, wanted.ends_at) <> (had.starts_at, had.ends_at) then
    perform private.business_error('session_has_begun', 'PT409');
  end if;
  update public.classroom_sessions s set place = btrim(wanted.place), teacher = nullif(btrim(wanted.teacher), ''),
    starts_at = wanted.starts_at, ends_at = wanted.ends_at, seats = wanted.seats, open_to = wanted.open_to
  where s.id = wanted.id;
  perform private.move_up(wanted.id);
  return wanted.id;
end;
$$;
comment on function public.keep_session is
  'Sets up a session under an id that the form brought, or changes it. What it is a session of stays. More seats let people move up.';

create function public.cancel_session(session uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine public.classroom_sessions := private.locked_session(session, true);
begin
  if mine.starts_at <= now() then
    perform private.business_error('session_has_begun', 'PT409');
  end if;
  update public.classroom_sessions s set cancelled_at = now() where s.id = session;
  return true;
end;
$$;
comment on function public.cancel_session is 'It will not take place. Those who signed up are told so on their pages and are free to choose another.';

create function public.organisation_sessions(organisation uuid, past boolean, after jsonb default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  lines jsonb;
begin
  if not private.holds_sessions(organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  select coalesce(jsonb_agg(f.line), '[]') into lines
  from (
    select jsonb_build_object('id', s.id, 'title', c.listing -> 'title', 'lesson', l.title, 'place', s.place, 'starts_at', s.starts_at,
      'ends_at', s.ends_at, 'seats', s.seats, 'seated', s.seated, 'cancelled', s.cancelled_at is not null, 'closed', s.closed_at is not null,
      'waiting', (select count(*) from public.classroom_signups u where u.session_id = s.id and u.state = 'waiting')) as line
    from public.classroom_sessions s
    join public.courses c on c.id = s.course_id
    left join public.lessons l on l.course_id = c.id and l.version = c.version and l.slug = s.lesson
    where s.organisation_id = organisation
      and case when past then s.ends_at <= now() and (after is null or (s.starts_at, s.id) < ((after ->> 0)::timestamptz, (after ->> 1)::uuid))
        else s.ends_at > now() and (after is null or (s.starts_at, s.id) > ((after ->> 0)::timestamptz, (after ->> 1)::uuid)) end
    order by case when past then s.starts_at end desc, case when past then s.id end desc, s.starts_at, s.id limit 21
  ) f;
  return lines;
end;
$$;
comment on function public.organisation_sessions is
  'The sessions of an organisation, twenty and one more to tell whether there is a next page.';

create function public.lessons_in_rooms(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.holds_sessions(organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('course', c.slug, 'lesson', l.slug, 'title', c.listing -> 'title', 'lesson_title', l.title,
      'seats', l.content -> 'seats') order by c.slug, l.position)
    from public.lessons l join public.courses c on c.id = l.course_id and c.version = l.version
    where l.kind = 'classroom'
  ), '[]');
end;
$$;
comment on function public.lessons_in_rooms is 'What a session can be set up for: the lessons of today''s versions that are held in a room.';

-- Signing up -------------------------------------------------------------------------------------------------------------------

create function private.sign_up_for(worker uuid, wanted public.classroom_sessions)
returns public.classroom_signups
language plpgsql volatile set search_path = ''
as $$
declare
  mine public.classroom_signups;
  enrolment uuid;
  in_the_way record;
begin
  select u.* into mine from public.classroom_signups u where u.worker_id = worker and u.session_id = wanted.id;
  if mine.state in ('seated', 'waiting') then
    return mine;
  end if;
  select e.id into enrolment from public.enrolments e
  join public.lessons l on l.course_id = e.course_id and l.version = e.version and l.slug = wanted.lesson and l.kind = 'classroom'
  where e.worker_id = worker and e.course_id = wanted.course_id and e.completed_at is null and e.ended_at is null
    and coalesce(e.valid_until >= private.today(), true);
  if enrolment is null then
    perform private.business_error('not_in_the_course', 'PT409');
  end if;
  select s.starts_at, s.course_id = wanted.course_id and s.lesson = wanted.lesson as same into in_the_way
  from public.classroom_signups u
  join public.classroom_sessions s on s.id = u.session_id and s.cancelled_at is null and s.closed_at is null and s.ends_at > now()
  where u.worker_id = worker and u.state in ('seated', 'waiting')
    and ((s.starts_at, s.ends_at) overlaps (wanted.starts_at, wanted.ends_at) or (s.course_id = wanted.course_id and s.lesson = wanted.lesson))
  order by same desc, s.starts_at limit 1;
  if in_the_way.same then
    perform private.business_error('signed_up_elsewhere', 'PT409', jsonb_build_object('at', private.spoken_time(in_the_way.starts_at)));
  elsif found then
    perform private.business_error('session_clashes', 'PT409', jsonb_build_object('at', private.spoken_time(in_the_way.starts_at)));
  end if;
  insert into public.classroom_signups as u (worker_id, session_id, enrolment_id, number, state)
  values (worker, wanted.id, enrolment, wanted.last_number + 1, case when wanted.seated < wanted.seats then 'seated' else 'waiting' end)
  on conflict (worker_id, session_id) do update set enrolment_id = excluded.enrolment_id, number = excluded.number, state = excluded.state,
    signed_at = now()
  returning * into mine;
  update public.classroom_sessions s set last_number = s.last_number + 1, seated = s.seated + (mine.state = 'seated')::integer
  where s.id = wanted.id;
  return mine;
end;
$$;

create function public.sign_up(session uuid)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.classroom_sessions;
begin
  -- What one person does on two phones waits here; what many people want waits at the session. Always in this order.
  perform pg_advisory_xact_lock(hashtextextended(me::text, 845));
  wanted := private.locked_session(session, false);
  if not private.offered_to_me(wanted) then
    perform private.business_error('session_not_found', 'PT404');
  elsif wanted.starts_at <= now() then
    perform private.business_error('session_has_begun', 'PT409');
  end if;
  return (private.sign_up_for(me, wanted)).state;
end;
$$;
comment on function public.sign_up is 'I want to come: there is a seat for me, or I wait. Asking again changes nothing and keeps my place in the line.';

create function public.give_up_seat(session uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.classroom_signups;
begin
  perform private.locked_session(session, false);
  select u.* into mine from public.classroom_signups u where u.worker_id = me and u.session_id = session;
  if mine.arrived_at is not null then
    perform private.business_error('already_checked_in', 'PT409');
  elsif mine.state is null then
    perform private.business_error('session_not_found', 'PT404');
  end if;
  perform private.free_place(mine, 'left');
  return true;
end;
$$;
comment on function public.give_up_seat is 'I don''t come after all. Whoever waits first gets the seat in the same moment.';

create function private.free_place(mine public.classroom_signups, becomes text)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.classroom_signups u set state = becomes
  where u.worker_id = mine.worker_id and u.session_id = mine.session_id and u.state in ('seated', 'waiting');
  if found and mine.state = 'seated' then
    update public.classroom_sessions s set seated = s.seated - 1 where s.id = mine.session_id;
    perform private.move_up(mine.session_id);
  end if;
end;
$$;

create function private.session_line(session public.classroom_sessions, worker uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', session.id, 'organisation', o.name, 'place', session.place, 'teacher', session.teacher,
    'starts_at', session.starts_at, 'ends_at', session.ends_at, 'seats', session.seats, 'seated', session.seated,
    'cancelled', session.cancelled_at is not null, 'closed', session.closed_at is not null,
    'state', u.state, 'arrived_at', u.arrived_at, 'left_at', u.left_at,
    'waiting', (select count(*) from public.classroom_signups w where w.session_id = session.id and w.state = 'waiting'),
    'ahead', case when u.state = 'waiting' then (
      select count(*) from public.classroom_signups w where w.session_id = session.id and w.state = 'waiting' and w.number < u.number
    ) end)
  from public.organisations o
  left join public.classroom_signups u on u.worker_id = worker and u.session_id = session.id
  where o.id = session.organisation_id
$$;

create function public.lesson_sessions(enrolment uuid, lesson_slug text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
begin
  mine := private.enrolment_of(me, enrolment, false);
  return coalesce((
    select jsonb_agg(private.session_line(s, me) order by s.starts_at, s.id)
    from (
      select c.* from public.classroom_sessions c
      where c.course_id = mine.course_id and c.lesson = lesson_slug and c.cancelled_at is null and c.ends_at > now()
        and private.offered_to_me(c)
      union
      select c.* from public.classroom_signups u join public.classroom_sessions c on c.id = u.session_id
      where u.worker_id = me and c.course_id = mine.course_id and c.lesson = lesson_slug
      order by starts_at desc limit 50
    ) s
  ), '[]');
end;
$$;
comment on function public.lesson_sessions is 'When and where I can attend a lesson, and where I stand with each session, those included that I was in.';

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
revoke execute on function public.keep_session, public.cancel_session, public.organisation_sessions, public.lessons_in_rooms, public.sign_up,
  public.give_up_seat,
  public.lesson_sessions from public, anon, authenticated;
grant execute on function public.keep_session, public.cancel_session, public.organisation_sessions, public.lessons_in_rooms, public.sign_up,
  public.give_up_seat,
  public.lesson_sessions to authenticated;
