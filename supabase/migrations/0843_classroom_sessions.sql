-- What is true afterwards: a session is planned for times to come, and not shorter than its lesson; once it has begun its
-- times stay as they are.

create function private.refuse_times(wanted public.classroom_sessions, lesson_min integer)
returns void
language plpgsql stable set search_path = ''
as $$
declare
  minutes integer := extract(epoch from wanted.ends_at - wanted.starts_at) / 60;
begin
  if wanted.starts_at <= now() or wanted.starts_at > now() + interval '2 years'
    or minutes <= 0 or wanted.ends_at - wanted.starts_at > interval '12 hours' then
    perform private.business_error('session_times_not_possible', 'PT422');
  elsif minutes < lesson_min then
    perform private.business_error('session_too_short', 'PT422',
      jsonb_build_object('minutes', minutes, 'needed', lesson_min));
  end if;
end;
$$;

create function public.keep_session(organisation uuid, session jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.my_worker_id();
  wanted public.classroom_sessions := jsonb_populate_record(null::public.classroom_sessions, session);
  had public.classroom_sessions;
  taught record;
begin
  if not private.holds_sessions(organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif num_nulls(wanted.id, wanted.lesson, wanted.place, wanted.starts_at, wanted.ends_at, wanted.seats, wanted.open_to) > 0 then
    perform private.business_error('session_not_understood', 'PT422');
  end if;
  wanted.second_proof := coalesce(wanted.second_proof, 'moment');
  select s.* into had from public.classroom_sessions s where s.id = wanted.id for update;
  if had.id is null then
    select c.id as course_id, l.study_min into taught
    from public.courses c join public.lessons l on l.course_id = c.id and l.version = c.version
    where c.slug = session ->> 'course' and l.slug = wanted.lesson and l.kind = 'classroom';
    if taught.course_id is null then
      perform private.business_error('lesson_not_in_a_room', 'PT422');
    end if;
    perform private.refuse_times(wanted, taught.study_min);
    insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, teacher, starts_at, ends_at, seats,
      open_to, second_proof, created_by)
    values (wanted.id, organisation, taught.course_id, wanted.lesson, btrim(wanted.place), nullif(btrim(wanted.teacher), ''),
      wanted.starts_at, wanted.ends_at, wanted.seats, wanted.open_to, wanted.second_proof, me);
    return wanted.id;
  end if;
  had := private.locked_session(wanted.id, true);
  if had.organisation_id <> organisation then
    perform private.business_error('session_not_found', 'PT404');
  elsif wanted.seats < had.seated then
    perform private.business_error('seats_are_taken', 'PT409', jsonb_build_object('count', had.seated));
  elsif had.starts_at > now() then
    select l.study_min into taught from public.courses c
    join public.lessons l on l.course_id = c.id and l.version = c.version and l.slug = had.lesson
    where c.id = had.course_id;
    perform private.refuse_times(wanted, taught.study_min);
  elsif (wanted.starts_at, wanted.ends_at, wanted.second_proof) <> (had.starts_at, had.ends_at, had.second_proof) then
    perform private.business_error('session_has_begun', 'PT409');
  end if;
  update public.classroom_sessions s set place = btrim(wanted.place), teacher = nullif(btrim(wanted.teacher), ''),
    starts_at = wanted.starts_at, ends_at = wanted.ends_at, seats = wanted.seats, open_to = wanted.open_to,
    second_proof = wanted.second_proof
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
      'seats', l.content -> 'seats', 'study_min', l.study_min) order by c.slug, l.position)
    from public.lessons l join public.courses c on c.id = l.course_id and c.version = l.version
    where l.kind = 'classroom'
  ), '[]');
end;
$$;
comment on function public.lessons_in_rooms is 'What a session can be set up for: the lessons of today''s versions that are held in a room.';

revoke execute on function public.keep_session, public.cancel_session, public.organisation_sessions, public.lessons_in_rooms
  from public, anon, authenticated;
grant execute on function public.keep_session, public.cancel_session, public.organisation_sessions, public.lessons_in_rooms
  to authenticated;
