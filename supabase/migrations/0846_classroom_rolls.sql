-- What is true afterwards: that somebody was in the room is shown by a code that is on the wall for half a minute, or by the list of whoever
-- holds the session, which is written down; the time between coming and leaving joins her clock and counts once like any other; a session
-- that is closed stays as it is.

create table private.classroom_secrets (
  session_id uuid primary key references public.classroom_sessions (id) on delete restrict,
  secret bytea not null default extensions.gen_random_bytes(32)
);
comment on table private.classroom_secrets is '@reference What the codes of a session are made from. It never leaves.';

create function private.check_in_window(at timestamptz)
returns bigint
language sql immutable set search_path = ''
as $$ select floor(extract(epoch from at) / 15)::bigint $$;

create function private.check_in_code(session uuid, slot bigint)
returns text
language sql stable set search_path = ''
as $$
  select private.spelled(substr(extensions.hmac(convert_to(session::text || ' ' || slot, 'UTF8'), s.secret, 'sha256'), 1, 8))
  from private.classroom_secrets s where s.session_id = session
$$;
comment on function private.check_in_code is 'Forty bits that change every fifteen seconds. The one before is taken too, so a code lives thirty seconds at most.';

create function public.show_code(session uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine public.classroom_sessions := private.locked_session(session, true);
  at timestamptz := clock_timestamp();
begin
  insert into private.classroom_secrets (session_id) values (session) on conflict do nothing;
  return jsonb_build_object('code', private.check_in_code(session, private.check_in_window(at)), 'starts_at', mine.starts_at,
    'ends_at', mine.ends_at, 'place', mine.place, 'organisation_id', mine.organisation_id, 'seated', mine.seated,
    'title', (select c.listing -> 'title' from public.courses c where c.id = mine.course_id),
    'here', (select count(*) from public.classroom_signups u where u.session_id = session and u.arrived_at is not null));
end;
$$;
comment on function public.show_code is 'The code to put on the wall now, and how many are here. Only for those who hold the session.';

create function public.check_in(session uuid, code text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  held public.classroom_sessions;
  mine public.classroom_signups;
  at timestamptz := clock_timestamp();
begin
  held := private.locked_session(session, false);
  select u.* into mine from public.classroom_signups u where u.worker_id = me and u.session_id = session;
  if mine.state is distinct from 'seated' then
    perform private.business_error('no_seat_of_yours', 'PT409');
  elsif mine.arrived_at is not null then
    return true;
  elsif at < held.starts_at - interval '30 minutes' or at > held.ends_at then
    perform private.business_error('check_in_not_open', 'PT409', jsonb_build_object('at', private.spoken_time(held.starts_at - interval '30 minutes')));
  elsif not exists (
    select from generate_series(private.check_in_window(at) - 1, private.check_in_window(at)) w (slot)
    where private.check_in_code(session, w.slot) = code
  ) then
    perform private.business_error('check_in_code_wrong', 'PT422');
  end if;
  update public.classroom_signups u set arrived_at = at, shown_by = 'code' where u.worker_id = me and u.session_id = session;
  return true;
end;
$$;
comment on function public.check_in is 'I am in the room: I say what is on the wall now. A picture of it sent to a friend is too old when it arrives.';

create function public.leave_early(session uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  perform private.locked_session(session, false);
  update public.classroom_signups u set left_at = coalesce(u.left_at, greatest(u.arrived_at, clock_timestamp()))
  where u.worker_id = me and u.session_id = session and u.arrived_at is not null;
  if not found then
    perform private.business_error('not_checked_in', 'PT409');
  end if;
  return true;
end;
$$;
comment on function public.leave_early is 'I go now. What I was there for stays mine; whether it is enough is for the lesson to say.';

create function public.my_session(session uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  line jsonb;
begin
  select private.session_line(s, me) || jsonb_build_object('title', c.listing -> 'title', 'lesson', s.lesson,
    'begun', s.starts_at <= now(), 'door_open', now() between s.starts_at - interval '30 minutes' and s.ends_at,
    'over', s.ends_at < now(), 'enrolment', (
      select e.id from public.enrolments e where e.worker_id = me and e.course_id = s.course_id
      order by e.id = u.enrolment_id desc nulls last, e.began_at desc limit 1
    ))
  into line
  from public.classroom_sessions s
  join public.courses c on c.id = s.course_id
  left join public.classroom_signups u on u.worker_id = me and u.session_id = s.id
  where s.id = session and (u.worker_id is not null or private.offered_to_me(s));
  if line is null then
    perform private.business_error('session_not_found', 'PT404');
  end if;
  return line;
end;
$$;
comment on function public.my_session is 'A session that is offered to me or that I signed up for, and where I stand with it.';

-- The roll -----------------------------------------------------------------------------------------------------------------------

create function public.session_roll(session uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  held public.classroom_sessions;
begin
  select s.* into held from public.classroom_sessions s where s.id = session;
  if held.id is null or not private.holds_sessions(held.organisation_id) then
    perform private.business_error('session_not_found', 'PT404');
  end if;
  return private.session_line(held, null) || jsonb_build_object('organisation_id', held.organisation_id, 'open_to', held.open_to,
    'lesson', held.lesson, 'begun', held.starts_at <= now(), 'door_open', held.starts_at - interval '30 minutes' <= now(),
    'course', (select jsonb_build_object('slug', c.slug, 'title', c.listing -> 'title') from public.courses c where c.id = held.course_id),
    'roll', coalesce((
      select jsonb_agg(jsonb_build_object('worker', w.id, 'name', w.name, 'state', u.state, 'number', u.number, 'arrived_at', u.arrived_at,
        'left_at', u.left_at, 'shown_by', u.shown_by) order by array_position('{seated,waiting,absent}'::text[], u.state), u.number)
      from public.classroom_signups u join public.workers w on w.id = u.worker_id
      where u.session_id = session and u.state <> 'left'
    ), '[]'));
end;
$$;
comment on function public.session_roll is 'A session with the names of those who want to come, for those who hold it.';

create function private.note_on_roll(held public.classroom_sessions, line jsonb)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  theirs public.classroom_signups;
  came timestamptz := (line ->> 'arrived_at')::timestamptz;
  went timestamptz := (line ->> 'left_at')::timestamptz;
begin
  select u.* into theirs from public.classroom_signups u
  where u.worker_id = (line ->> 'worker')::uuid and u.session_id = held.id and u.state = 'seated';
  if theirs.worker_id is null then
    perform private.business_error('no_seat_of_theirs', 'PT409');
  elsif theirs.worker_id = private.my_worker_id() then
    perform private.business_error('own_attendance', 'PT403');
  elsif came > clock_timestamp() or went > clock_timestamp() + interval '1 minute' or went < came
    or came not between held.starts_at - interval '30 minutes' and held.ends_at then
    perform private.business_error('session_times_not_possible', 'PT422');
  end if;
  if (theirs.arrived_at, theirs.left_at) is not distinct from (came, went) then
    return;
  end if;
  update public.classroom_signups u
  set arrived_at = came, left_at = case when came is not null then went end, shown_by = case when came is not null then 'list' end
  where u.worker_id = theirs.worker_id and u.session_id = held.id;
  perform private.audit('attendance.noted', theirs.worker_id, held.organisation_id, jsonb_build_object('session', held.id));
end;
$$;

create function public.keep_roll(session uuid, roll jsonb)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  held public.classroom_sessions := private.locked_session(session, true);
  line jsonb;
  lines integer := 0;
begin
  if held.starts_at - interval '30 minutes' > now() then
    perform private.business_error('check_in_not_open', 'PT409', jsonb_build_object('at', private.spoken_time(held.starts_at - interval '30 minutes')));
  end if;
  for line in select r.line from jsonb_array_elements(roll) r (line) loop
    perform private.note_on_roll(held, line);
    lines := lines + 1;
  end loop;
  return lines;
end;
$$;
comment on function public.keep_roll is
  'Who came and who went, as whoever holds the session saw it: for a telephone that is empty or forgotten. Each change is written down.';

create function public.free_seat(session uuid, worker uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  held public.classroom_sessions := private.locked_session(session, true);
  theirs public.classroom_signups;
begin
  select u.* into theirs from public.classroom_signups u where u.worker_id = free_seat.worker and u.session_id = session and u.state = 'seated';
  if theirs.worker_id is null or theirs.arrived_at is not null then
    perform private.business_error('no_seat_of_theirs', 'PT409');
  elsif held.starts_at > now() then
    perform private.business_error('session_not_begun', 'PT409');
  end if;
  perform private.free_place(theirs, 'absent');
  perform private.audit('attendance.noted', theirs.worker_id, held.organisation_id, jsonb_build_object('session', session));
  return true;
end;
$$;
comment on function public.free_seat is 'She did not come, and somebody who waits at the door gets her seat.';

-- What attendance is worth -------------------------------------------------------------------------------------------------------

create function private.add_clock(worker uuid, span tstzrange)
returns void
language sql volatile set search_path = ''
as $$
  insert into public.study_days as t (worker_id, day, live)
  select worker, d.day, d.live from private.by_day(tstzmultirange(span), '{}') d
  on conflict (worker_id, day) do update set live = t.live + excluded.live;
  select private.count_days(worker, (lower(span) at time zone 'Asia/Shanghai')::date);
$$;
comment on function private.add_clock is 'Joins time that was seen to the clock of its days. What was counted already adds nothing.';

create function private.attended(session public.classroom_sessions, signup public.classroom_signups)
returns tstzrange
language sql immutable set search_path = ''
as $$
  select case when signup.arrived_at is not null and greatest(signup.arrived_at, session.starts_at) < least(signup.left_at, session.ends_at)
    then tstzrange(greatest(signup.arrived_at, session.starts_at), least(signup.left_at, session.ends_at)) else 'empty' end
$$;

create function private.settle_attendance(held public.classroom_sessions, theirs public.classroom_signups)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine public.enrolments := private.enrolment_of(theirs.worker_id, theirs.enrolment_id, false);
  span tstzrange := private.attended(held, theirs);
  enough boolean;
begin
  if isempty(span) then
    return;
  end if;
  select extract(epoch from upper(span) - lower(span)) * 100
    >= extract(epoch from held.ends_at - held.starts_at) * (l.content ->> 'attendance_pct')::integer into enough
  from public.lessons l where l.course_id = mine.course_id and l.version = mine.version and l.slug = held.lesson;
  perform pg_advisory_xact_lock(hashtextextended(theirs.worker_id::text, 820));
  perform private.add_clock(theirs.worker_id, span);
  insert into public.study_progress as p (worker_id, enrolment_id, lesson, live, seen_at, completed_at)
  values (theirs.worker_id, mine.id, held.lesson, tstzmultirange(span), upper(span), case when enough then now() end)
  on conflict (worker_id, enrolment_id, lesson) do update set live = p.live + excluded.live,
    seen_at = greatest(p.seen_at, excluded.seen_at), completed_at = coalesce(p.completed_at, excluded.completed_at);
  if enough and mine.ended_at is null then
    perform private.settle_course(mine);
  end if;
end;
$$;

create function private.close_session(held public.classroom_sessions)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  theirs public.classroom_signups;
  came integer := 0;
begin
  for theirs in
    select u.* from public.classroom_signups u where u.session_id = held.id and u.arrived_at is not null order by u.worker_id
  loop
    perform private.settle_attendance(held, theirs);
    came := came + 1;
  end loop;
  update public.classroom_signups u set state = 'absent'
  where u.session_id = held.id and u.state in ('seated', 'waiting') and u.arrived_at is null;
  update public.classroom_sessions s set closed_at = now(), seated = came where s.id = held.id;
  return came;
end;
$$;

create function public.close_session(session uuid)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  held public.classroom_sessions := private.locked_session(session, true);
begin
  if held.ends_at > now() then
    perform private.business_error('session_not_over', 'PT409', jsonb_build_object('at', private.spoken_time(held.ends_at)));
  end if;
  return private.close_session(held);
end;
$$;
comment on function public.close_session is 'The roll is right as it stands: time joins the clocks, lessons are completed, courses too. It can not be undone.';

create function public.clerk_close_sessions()
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  held public.classroom_sessions;
  closed integer := 0;
begin
  for held in
    select s.* from public.classroom_sessions s
    where s.closed_at is null and s.cancelled_at is null and s.ends_at < now() - interval '24 hours'
    order by s.ends_at limit 20 for update skip locked
  loop
    perform private.close_session(held);
    closed := closed + 1;
  end loop;
  return closed;
end;
$$;
comment on function public.clerk_close_sessions is 'Closes what nobody closed within a day, so that nobody loses hours because somebody forgot.';

alter table private.classroom_secrets enable row level security;

revoke execute on function public.show_code, public.check_in, public.leave_early, public.my_session, public.session_roll, public.keep_roll,
  public.free_seat, public.close_session, public.clerk_close_sessions from public, anon, authenticated;
grant execute on function public.show_code, public.check_in, public.leave_early, public.my_session, public.session_roll, public.keep_roll,
  public.free_seat, public.close_session to authenticated;
grant execute on function public.clerk_close_sessions to service_role;
