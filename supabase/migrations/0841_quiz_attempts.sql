-- What is true afterwards: an attempt begins when the wait after the last is over, and ends when the server's clock
-- says so; the key leaves after passing or when the attempts are spent, until then only how many answers were right;
-- what a browser sends can only ever be an answer.

create function private.arranged(items jsonb, ids jsonb)
returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_agg(i.item order by w.place), '[]')
  from jsonb_array_elements_text(ids) with ordinality w (id, place)
  join jsonb_array_elements(items) i (item) on i.item ->> 'id' = w.id
$$;

create function private.shown_questions(bank jsonb, drawn jsonb, with_key boolean)
returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_agg(jsonb_strip_nulls(
    jsonb_build_object(
      'id', q.question -> 'id', 'type', q.question -> 'type', 'stem', q.question -> 'stem',
      'unit', q.question -> 'unit', 'left', q.question -> 'left', 'gaps', jsonb_array_length(q.question -> 'accept'),
      'options', case when q.question ? 'options' then private.arranged(q.question -> 'options', d.one -> 'options')
      end,
      'items', case when q.question ? 'items' then private.arranged(q.question -> 'items', d.one -> 'items') end,
      'right', case when q.question ? 'right' then private.arranged(q.question -> 'right', d.one -> 'right') end
    ) || case when with_key then jsonb_build_object('answer', q.question -> 'answer', 'accept', q.question -> 'accept',
      'explanation', q.question -> 'explanation') else '{}' end
  ) order by d.place)
  from jsonb_array_elements(drawn) with ordinality d (one, place)
  join jsonb_array_elements(bank -> 'questions') q (question) on q.question -> 'id' = d.one -> 'id'
$$;
comment on function private.shown_questions is
  'Names every field that leaves, so that a new field of a bank stays inside until somebody lets it out.';

create function private.last_attempt(mine public.enrolments, lesson_slug text)
returns public.quiz_attempts
language plpgsql volatile security definer set search_path = ''
as $$
declare
  attempt public.quiz_attempts;
begin
  select a.* into attempt from public.quiz_attempts a
  where a.worker_id = mine.worker_id and a.enrolment_id = mine.id and a.lesson = lesson_slug
  order by a.number desc limit 1 for update;
  -- Time that ran out hands in what was kept. Two seconds are given for the way there.
  if attempt.submitted_at is null and attempt.due_at < now() - interval '2 seconds' then
    attempt := private.mark_attempt(attempt, private.bank_of(mine, lesson_slug));
  end if;
  return attempt;
end;
$$;

create function private.next_attempt_at(mine public.enrolments, lesson_slug text)
returns timestamptz
language sql stable set search_path = ''
as $$
  select nullif(greatest(now(), f.last_at + f.wait_min[least(f.count, 5)] * interval '1 minute'), now())
  from (
    select max(a.submitted_at) as last_at, count(*) as count, '{5,15,60,240,1440}'::integer[] as wait_min
    from private.attempts_at(mine, lesson_slug) a
    where not a.passed and a.submitted_at > now() - interval '30 days'
  ) f
$$;
comment on function private.next_attempt_at is
  'When the next attempt can begin; null is now. Five minutes after one failed, then longer, up to a day.';

create function public.quiz_state(enrolment uuid, lesson_slug text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  bank jsonb;
  last public.quiz_attempts;
  handed_in boolean;
  told boolean;
begin
  mine := private.enrolment_of(me, enrolment, true);
  bank := private.bank_of(mine, lesson_slug);
  last := private.last_attempt(mine, lesson_slug);
  handed_in := last.submitted_at is not null;
  told := handed_in and (last.passed or coalesce(last.number >= (bank ->> 'attempts')::integer, false));
  return jsonb_build_object(
    'draw', bank -> 'draw', 'pass_pct', bank -> 'pass_pct', 'attempts', bank -> 'attempts',
    'time_limit_min', bank -> 'time_limit_min', 'used', coalesce(last.number, 0), 'passed', coalesce(last.passed, false),
    'next_at', private.next_attempt_at(mine, lesson_slug),
    'attempt', case when last.number is not null then jsonb_build_object(
      'number', last.number, 'due_at', last.due_at, 'submitted', handed_in, 'score_pct', last.score_pct,
      'passed', last.passed, 'right_count', last.right_count, 'total', jsonb_array_length(last.drawn), 'answers', last.answers,
      'questions', case when told or not handed_in then private.shown_questions(bank, last.drawn, told) else '[]' end,
      'right', case when told then (
        select coalesce(jsonb_agg(q.question -> 'id'), '[]')
        from jsonb_array_elements(bank -> 'questions') q (question)
        where private.is_right(q.question, last.answers -> (q.question ->> 'id'))
      ) end
    ) end
  );
end;
$$;
comment on function public.quiz_state is
  'Where I stand in a check. The key and the explanations are in it when I have passed, or have no attempt left.';

create function public.begin_quiz(enrolment uuid, lesson_slug text)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  bank jsonb;
  last public.quiz_attempts;
  next_at timestamptz;
begin
  -- Two devices that begin at once open one attempt.
  perform pg_advisory_xact_lock(hashtextextended(me::text, 840));
  mine := private.enrolment_of(me, enrolment, true);
  bank := private.bank_of(mine, lesson_slug);
  last := private.last_attempt(mine, lesson_slug);
  next_at := private.next_attempt_at(mine, lesson_slug);
  if last.number is not null and last.submitted_at is null then
    return last.number;
  elsif last.passed then
    perform private.business_error('quiz_passed_already', 'PT409');
  elsif last.number >= (bank ->> 'attempts')::integer then
    perform private.business_error('quiz_attempts_spent', 'PT409', jsonb_build_object('attempts', bank -> 'attempts'));
  elsif next_at is not null then
    perform private.business_error('quiz_not_yet', 'PT409', jsonb_build_object('at', private.spoken_time(next_at)));
  end if;
  insert into public.quiz_attempts (worker_id, enrolment_id, lesson, number, drawn, due_at)
  values (me, mine.id, lesson_slug, coalesce(last.number, 0) + 1, private.draw_questions(mine, lesson_slug, bank),
    now() + (bank ->> 'time_limit_min')::integer * interval '1 minute')
  returning * into last;
  return last.number;
end;
$$;
comment on function public.begin_quiz is 'Draws the questions of a new attempt, or goes on with the one that is open.';

create function public.answer_quiz(enrolment uuid, lesson_slug text, attempt integer, answers jsonb, hand_in boolean)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  last public.quiz_attempts;
begin
  if jsonb_typeof(answers) is distinct from 'object' or length(answers::text) > 20000 then
    perform private.business_error('value_not_understood', 'PT422');
  end if;
  perform pg_advisory_xact_lock(hashtextextended(me::text, 840));
  mine := private.enrolment_of(me, enrolment, true);
  last := private.last_attempt(mine, lesson_slug);
  if last.number = attempt and last.submitted_at = last.due_at then
    perform private.business_error('quiz_time_over', 'PT409',
      jsonb_build_object('at', private.spoken_time(last.due_at)));
  elsif last.number is distinct from attempt or last.submitted_at is not null then
    perform private.business_error('quiz_attempt_closed', 'PT409');
  end if;
  update public.quiz_attempts a set answers = answer_quiz.answers
  where a.worker_id = me and a.enrolment_id = mine.id and a.lesson = lesson_slug and a.number = attempt
  returning a.* into last;
  if hand_in then
    last := private.mark_attempt(last, private.bank_of(mine, lesson_slug));
  end if;
  return last.passed;
end;
$$;
comment on function public.answer_quiz is
  'Keeps my answers, and says nothing of them; hands them in when I say so. Answers replace what was kept.';

revoke execute on function public.quiz_state, public.begin_quiz, public.answer_quiz from public, anon, authenticated;
grant execute on function public.quiz_state, public.begin_quiz, public.answer_quiz to authenticated;
