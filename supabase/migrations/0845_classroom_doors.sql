-- What is true afterwards: that somebody is in the room she shows twice, by a code on the wall: on coming, and at a moment of
-- the second half that nobody knows before, or on leaving. Each display of a code lives fifteen seconds and is good once for
-- each person; who guesses waits longer and longer.

create table private.classroom_moments (
  session_id uuid primary key references public.classroom_sessions (id) on delete restrict,
  second_at timestamptz not null,
  shown_at timestamptz
);
comment on table private.classroom_moments is
  '@reference From when on the second code is on the wall, drawn once the session has begun, and since when it has been there.';

create table private.classroom_displays (
  session_id uuid not null references public.classroom_sessions (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  code text not null check (code ~ '^[0-9]{6}$'),
  second boolean not null,
  shown_at timestamptz not null,
  primary key (session_id, id)
);
comment on table private.classroom_displays is '@reference What is on a wall now. What is too old to be used is gone a minute later.';

create table private.classroom_tries (
  worker_id uuid not null references public.workers (id) on delete restrict,
  session_id uuid not null references public.classroom_sessions (id) on delete restrict,
  tries integer not null,
  next_at timestamptz not null,
  burnt uuid[] not null default '{}',
  primary key (worker_id, session_id)
);
comment on table private.classroom_tries is
  'How often she tried a code since the last right one, when she may again, and which displays she used.';
create index classroom_tries_session on private.classroom_tries (session_id);

create function private.opened_session(held public.classroom_sessions, at timestamptz)
returns public.classroom_sessions
language plpgsql volatile set search_path = ''
as $$
begin
  if held.opened_at is null and private.door_open(held, at) and at < held.ends_at then
    update public.classroom_sessions s set opened_at = at where s.id = held.id returning * into held;
  end if;
  return held;
end;
$$;
comment on function private.opened_session is 'The first sign of whoever holds it opens a session. After its end nothing does.';

create function private.second_is_on(held public.classroom_sessions, at timestamptz)
returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  half timestamptz := private.half_of(held);
  moment private.classroom_moments;
begin
  if held.second_proof = 'leaving' then
    return at >= least(half, held.ended_at);
  elsif at < held.starts_at then
    return false;
  end if;
  insert into private.classroom_moments (session_id, second_at)
  values (held.id, half + random() * greatest(held.ends_at - half - interval '10 minutes', '0'))
  on conflict do nothing;
  -- A wall that was dark at that moment shows it when it is lit again; ten minutes are enough for everybody in the room.
  update private.classroom_moments m set shown_at = coalesce(m.shown_at, at)
  where m.session_id = held.id and least(m.second_at, private.over_at(held)) <= at
  returning * into moment;
  return coalesce(at < moment.shown_at + interval '10 minutes', false);
end;
$$;
comment on function private.second_is_on is 'Whether the code on the wall is the second one now. The server draws when.';

create function public.show_code(session uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine public.classroom_sessions := private.locked_session(session, true);
  at timestamptz := clock_timestamp();
  display private.classroom_displays;
  second boolean := false;
begin
  if private.door_open(mine, at) then
    mine := private.opened_session(mine, at);
    second := private.second_is_on(mine, at);
  end if;
  delete from private.classroom_displays d where d.session_id = session and d.shown_at < at - interval '1 minute';
  if private.door_open(mine, at) and (second or at < private.over_at(mine)) then
    insert into private.classroom_displays (session_id, code, second, shown_at)
    -- Four bytes of chance; that some figures come once more often in four thousand is of no use to who guesses.
    values (session, lpad((('x' || encode(extensions.gen_random_bytes(4), 'hex'))::bit(32)::bigint % 1000000)::text, 6, '0'),
      second, at)
    returning * into display;
  end if;
  return jsonb_build_object('code', display.code, 'second', second, 'starts_at', mine.starts_at, 'ends_at', mine.ends_at,
    'over_at', private.over_at(mine), 'second_proof', mine.second_proof, 'place', mine.place,
    'organisation_id', mine.organisation_id, 'seated', mine.seated,
    'title', (select c.listing -> 'title' from public.courses c where c.id = mine.course_id),
    'here', (
      select count(case when second then u.confirmed_at else u.arrived_at end)
      from public.classroom_signups u where u.session_id = session
    ));
end;
$$;
comment on function public.show_code is
  'A code to put on the wall now, and how many have shown it. Only for those who hold the session, which it opens.';

create function private.wait_for_try(worker uuid, session uuid, at timestamptz)
returns timestamptz
language plpgsql volatile set search_path = ''
as $$
declare
  again_at timestamptz;
begin
  insert into private.classroom_tries as t (worker_id, session_id, tries, next_at) values (worker, session, 1, at)
  on conflict (worker_id, session_id) do update set tries = t.tries + 1,
    next_at = at + case when t.tries < 2 then 0 else least(15 * 2 ^ least(t.tries - 2, 10), 900) end * interval '1 second'
  where t.next_at <= at;
  if found then
    return null;
  end if;
  select t.next_at into again_at from private.classroom_tries t
  where t.worker_id = wait_for_try.worker and t.session_id = wait_for_try.session;
  return again_at;
end;
$$;
comment on function private.wait_for_try is
  'Counts a try before anything is compared; what it answers is how long none is looked at. Three are free.';

create function private.in_another_room(worker uuid, session uuid, span tstzrange)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.classroom_signups u join public.classroom_sessions s on s.id = u.session_id
    where u.worker_id = worker and u.session_id <> session and u.arrived_at < least(u.left_at, private.over_at(s))
      and tstzrange(u.arrived_at, least(u.left_at, private.over_at(s))) && span
  )
$$;

create function public.check_in(session uuid, code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  at timestamptz := clock_timestamp();
  held public.classroom_sessions;
  mine public.classroom_signups;
  again_at timestamptz;
  display private.classroom_displays;
begin
  held := private.locked_session(session, false);
  select u.* into mine from public.classroom_signups u where u.worker_id = me and u.session_id = session;
  if mine.state is distinct from 'seated' then
    perform private.business_error('no_seat_of_yours', 'PT409');
  elsif mine.confirmed_at is not null and (held.second_proof = 'moment' or mine.confirmed_by = 'list') then
    return jsonb_build_object('said', 'confirmed');
  elsif not private.door_open(held, at) or (mine.arrived_at is null and at >= private.over_at(held)) then
    perform private.business_error('check_in_not_open', 'PT409',
      jsonb_build_object('at', private.spoken_time(held.starts_at - interval '30 minutes')));
  elsif mine.arrived_at is null and private.in_another_room(me, session, tstzrange(at, private.over_at(held))) then
    perform private.business_error('in_another_room', 'PT409');
  end if;
  -- From here on nothing is refused by an error, which would undo the count.
  again_at := private.wait_for_try(me, session, at);
  if again_at is not null then
    return jsonb_build_object('said', 'wait', 'seconds', ceil(extract(epoch from again_at - at)));
  end if;
  select d.* into display from private.classroom_displays d
  join private.classroom_tries t on t.worker_id = me and t.session_id = d.session_id and d.id <> all (t.burnt)
  where d.session_id = session and d.code = check_in.code
    -- Fifteen seconds, and two for the way.
    and at between d.shown_at and d.shown_at + interval '17 seconds'
  order by d.shown_at desc limit 1;
  if display.id is null then
    return jsonb_build_object('said', 'wrong');
  end if;
  update private.classroom_tries t set tries = 0, next_at = at, burnt = t.burnt || display.id
  where t.worker_id = me and t.session_id = session;
  if mine.arrived_at is not null and not display.second then
    return jsonb_build_object('said', 'here');
  end if;
  update public.classroom_signups u set arrived_at = coalesce(u.arrived_at, at), shown_by = coalesce(u.shown_by, 'code'),
    confirmed_at = case when u.arrived_at is not null then at end,
    confirmed_by = case when u.arrived_at is not null then 'code' end
  where u.worker_id = me and u.session_id = session
  returning * into mine;
  if private.holds_sessions(held.organisation_id) then
    perform private.audit('attendance.own', me, held.organisation_id, jsonb_build_object('session', session));
  end if;
  return jsonb_build_object('said', case when mine.confirmed_at is null then 'here' else 'confirmed' end);
end;
$$;
comment on function public.check_in is
  'I am in the room: I say what is on the wall now, on coming and once more. What a friend at home is told is too old, or late.';

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
    'begun', s.starts_at <= now(), 'door_open', private.door_open(s, now()),
    'over', private.over_at(s) < now(), 'enrolment', (
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

alter table private.classroom_moments enable row level security;
alter table private.classroom_displays enable row level security;
alter table private.classroom_tries enable row level security;

revoke execute on function public.show_code, public.check_in, public.leave_early, public.my_session
  from public, anon, authenticated;
grant execute on function public.show_code, public.check_in, public.leave_early, public.my_session to authenticated;
