-- What is true afterwards: whoever holds a session can note who came and stayed, which is written down; time in a room is what
-- was held of what was planned, between coming and leaving, and counts once like any other; a session that is closed stays as
-- it is.

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
    'second_half', least(private.half_of(held), held.ended_at) <= now(),
    'course', (select jsonb_build_object('slug', c.slug, 'title', c.listing -> 'title') from public.courses c where c.id = held.course_id),
    'roll', coalesce((
      select jsonb_agg(jsonb_build_object('worker', w.id, 'name', w.name, 'state', u.state, 'number', u.number, 'arrived_at', u.arrived_at,
        'left_at', u.left_at, 'shown_by', u.shown_by, 'confirmed_by', u.confirmed_by
      ) order by array_position('{seated,waiting,absent}'::text[], u.state), u.number)
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
  at timestamptz := clock_timestamp();
  came timestamptz := (line ->> 'arrived_at')::timestamptz;
  went timestamptz := case when came is not null then (line ->> 'left_at')::timestamptz end;
  stayed boolean;
begin
  select u.* into theirs from public.classroom_signups u
  where u.worker_id = (line ->> 'worker')::uuid and u.session_id = held.id and u.state = 'seated';
  stayed := came is not null and coalesce((line ->> 'stayed')::boolean, theirs.confirmed_at is not null);
  if theirs.worker_id is null then
    perform private.business_error('no_seat_of_theirs', 'PT409');
  elsif theirs.worker_id = private.my_worker_id() then
    perform private.business_error('own_attendance', 'PT403');
  elsif came > at or went > at + interval '1 minute' or went < came
    or came not between held.starts_at - interval '30 minutes' and private.over_at(held) then
    perform private.business_error('session_times_not_possible', 'PT422');
  elsif stayed and theirs.confirmed_at is null and at < least(private.half_of(held), held.ended_at) then
    perform private.business_error('stay_not_known_yet', 'PT409',
      jsonb_build_object('at', private.spoken_time(private.half_of(held))));
  elsif private.in_another_room(theirs.worker_id, held.id, tstzrange(came, least(went, private.over_at(held)), '[]'))
    and came is not null then
    perform private.business_error('in_another_room', 'PT409');
  end if;
  if (theirs.arrived_at, theirs.left_at, theirs.confirmed_at is not null) is not distinct from (came, went, stayed) then
    return;
  end if;
  update public.classroom_signups u set arrived_at = came, left_at = went,
    shown_by = case when came = theirs.arrived_at then theirs.shown_by when came is not null then 'list' end,
    confirmed_at = case when stayed then coalesce(theirs.confirmed_at, at) end,
    confirmed_by = case when stayed then coalesce(theirs.confirmed_by, 'list') end
  where u.worker_id = theirs.worker_id and u.session_id = held.id;
  perform private.audit('attendance.noted', theirs.worker_id, held.organisation_id, jsonb_build_object('session', held.id,
    'arrived_at', came, 'left_at', went, 'stayed', stayed, 'arrived_before', theirs.arrived_at));
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
    perform private.business_error('check_in_not_open', 'PT409',
      jsonb_build_object('at', private.spoken_time(held.starts_at - interval '30 minutes')));
  end if;
  held := private.opened_session(held, clock_timestamp());
  if held.opened_at is null then
    perform private.business_error('session_never_opened', 'PT409');
  end if;
  for line in select r.line from jsonb_array_elements(roll) r (line) loop
    perform private.note_on_roll(held, line);
    lines := lines + 1;
  end loop;
  return lines;
end;
$$;
comment on function public.keep_roll is
  'Who came, stayed and went, as whoever holds the session saw it: for a telephone that is empty. Each change is written down.';

create function public.finish_session(session uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  held public.classroom_sessions := private.locked_session(session, true);
  at timestamptz := clock_timestamp();
begin
  if held.opened_at is null or at < held.starts_at then
    perform private.business_error('session_not_begun', 'PT409');
  end if;
  update public.classroom_sessions s set ended_at = coalesce(s.ended_at, least(at, s.ends_at)) where s.id = session;
  return true;
end;
$$;
comment on function public.finish_session is
  'It is over earlier than planned. Time ends now, and whoever is in the room can show it once more for a quarter of an hour.';

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

create function private.real_span(session public.classroom_sessions)
returns tstzrange
language sql immutable set search_path = ''
as $$
  select case when greatest(session.opened_at, session.starts_at) < private.over_at(session) and session.opened_at is not null
    then tstzrange(greatest(session.opened_at, session.starts_at), private.over_at(session)) else 'empty' end
$$;
comment on function private.real_span is 'What was planned of it and held: from when it was open to when it was over.';

create function private.attended(session public.classroom_sessions, signup public.classroom_signups)
returns tstzrange
language sql immutable set search_path = ''
as $$
  select case when signup.confirmed_at is not null and u.until is distinct from signup.arrived_at
    then private.real_span(session) * tstzrange(signup.arrived_at, u.until) else 'empty' end
  from (select greatest(signup.arrived_at, least(signup.left_at, case
    -- A code on leaving shows until when she was there; one at a moment nobody knew, or the list, that she stayed.
    when session.second_proof = 'leaving' and signup.confirmed_by = 'code' then signup.confirmed_at
    else private.over_at(session)
  end))) u (until)
$$;
comment on function private.attended is 'Who showed only once that she was there has no time until the list says that she stayed.';

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
  -- Enough of what was held, and what was held has to be as long as the lesson: a session of five minutes completes nothing.
  select extract(epoch from upper(span) - lower(span)) * 100 >= (l.content ->> 'attendance_pct')::integer
    * greatest(extract(epoch from upper(private.real_span(held)) - lower(private.real_span(held))), l.study_min * 60)
  into enough from public.lessons l where l.course_id = mine.course_id and l.version = mine.version and l.slug = held.lesson;
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
  if private.over_at(held) > clock_timestamp() then
    perform private.business_error('session_not_over', 'PT409',
      jsonb_build_object('at', private.spoken_time(held.ends_at)));
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

revoke execute on function public.session_roll, public.keep_roll, public.free_seat, public.finish_session,
  public.close_session, public.clerk_close_sessions from public, anon, authenticated;
grant execute on function public.session_roll, public.keep_roll, public.free_seat, public.finish_session,
  public.close_session to authenticated;
grant execute on function public.clerk_close_sessions to service_role;
