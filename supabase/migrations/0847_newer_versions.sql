-- What is true afterwards: a learner finishes the version that she began, unless she chooses to move; what did not change between the two
-- comes along, and the time she spent counts as it did.

create function private.is_same_lesson(was public.lessons, now_is public.lessons)
returns boolean
language sql stable set search_path = ''
as $$
  select (was.kind, was.extent, was.pace, was.flows, was.floor_ms, was.content) is not distinct from
      (now_is.kind, now_is.extent, now_is.pace, now_is.flows, now_is.floor_ms, now_is.content)
    and (select b.bank from private.quiz_banks b where (b.course_id, b.version, b.lesson) = (was.course_id, was.version, was.slug))
      is not distinct from
      (select b.bank from private.quiz_banks b where (b.course_id, b.version, b.lesson) = (now_is.course_id, now_is.version, now_is.slug))
$$;
comment on function private.is_same_lesson is 'Whether what was learnt of the one was learnt of the other, to the last question.';

create function public.move_to_newest(enrolment uuid)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  newest integer;
  moved public.enrolments;
begin
  -- Study that is being recorded waits, and finds the old enrolment ended.
  perform pg_advisory_xact_lock(hashtextextended(me::text, 820));
  mine := private.enrolment_of(me, enrolment, true);
  select c.version into newest from public.courses c where c.id = mine.course_id;
  if mine.completed_at is not null or newest = mine.version then
    perform private.business_error('nothing_newer', 'PT409');
  end if;
  update public.enrolments e set ended_at = now() where e.worker_id = me and e.id = mine.id;
  insert into public.enrolments (worker_id, course_id, version, sponsor_id, valid_until)
  values (me, mine.course_id, newest, mine.sponsor_id, mine.valid_until) returning * into moved;
  insert into public.study_progress (worker_id, enrolment_id, lesson, coverage, live, late_told, late, resume_at, seen_at, completed_at)
  select me, moved.id, p.lesson, p.coverage, p.live, p.late_told, p.late, p.resume_at, p.seen_at, p.completed_at
  from public.study_progress p
  join public.lessons was on was.course_id = mine.course_id and was.version = mine.version and was.slug = p.lesson
  join public.lessons now_is on now_is.course_id = mine.course_id and now_is.version = newest and now_is.slug = p.lesson
  where p.worker_id = me and p.enrolment_id = mine.id and private.is_same_lesson(was, now_is);
  perform private.settle_course(moved);
  return moved.id;
end;
$$;
comment on function public.move_to_newest is 'I go on in the version that is offered now. What did not change stays done; asked once, because the old enrolment ends.';

revoke execute on function public.move_to_newest from public, anon, authenticated;
grant execute on function public.move_to_newest to authenticated;
