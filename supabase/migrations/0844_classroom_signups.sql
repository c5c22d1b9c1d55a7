-- What is true afterwards: who signs up first sits first, the others wait in that order and move up by themselves; nobody
-- loses a place by asking twice or at the same moment as two hundred others.

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
    'confirmed_at', u.confirmed_at, 'second_proof', session.second_proof, 'opened_at', session.opened_at,
    'over_at', private.over_at(session),
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

revoke execute on function public.sign_up, public.give_up_seat, public.lesson_sessions from public, anon, authenticated;
grant execute on function public.sign_up, public.give_up_seat, public.lesson_sessions to authenticated;
