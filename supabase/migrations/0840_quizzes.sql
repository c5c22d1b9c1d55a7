-- What is true afterwards: questions are drawn, shuffled, timed, counted and marked where the key is; what leaves before submission
-- holds no key, and what a browser sends can only ever be an answer.

create table public.quiz_attempts (
  worker_id uuid not null references public.workers (id) on delete restrict,
  enrolment_id uuid not null,
  lesson text not null,
  number smallint not null check (number > 0),
  drawn jsonb not null,
  answers jsonb not null default '{}',
  began_at timestamptz not null default now(),
  due_at timestamptz,
  submitted_at timestamptz,
  score_pct smallint check (score_pct between 0 and 100),
  passed boolean,
  primary key (worker_id, enrolment_id, lesson, number),
  constraint quiz_attempts_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict,
  constraint quiz_attempts_marked check ((submitted_at is null) = (score_pct is null) and (submitted_at is null) = (passed is null))
);
comment on table public.quiz_attempts is 'One try at a check: which questions in which order, what was answered, what came of it.';
comment on column public.quiz_attempts.drawn is 'Ids of questions and of their options, in the order in which this attempt shows them. No key.';

create function private.bank_of(mine public.enrolments, lesson_slug text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  bank jsonb;
begin
  select b.bank into bank from private.quiz_banks b
  where b.course_id = mine.course_id and b.version = mine.version and b.lesson = lesson_slug;
  if bank is null then
    perform private.business_error('lesson_not_found', 'PT404');
  end if;
  return bank;
end;
$$;

create function private.shuffled(items jsonb, really boolean)
returns jsonb
language sql volatile set search_path = ''
as $$
  select coalesce(jsonb_agg(i.item order by case when really then random() end, i.place), '[]')
  from jsonb_array_elements(items) with ordinality i (item, place)
$$;

create function private.draw_questions(bank jsonb)
returns jsonb
language sql volatile set search_path = ''
as $$
  with picked as (
    select q.question, q.place from jsonb_array_elements(bank -> 'questions') with ordinality q (question, place)
    order by random() limit (bank ->> 'draw')::integer
  )
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'id', p.question -> 'id',
    'options', jsonb_path_query_array(private.shuffled(p.question -> 'options', (bank -> 'shuffle' ->> 'options')::boolean), '$[*].id'),
    -- Things to be put in order are always shuffled: their written order may be the answer.
    'items', jsonb_path_query_array(private.shuffled(p.question -> 'items', true), '$[*].id'),
    'right', jsonb_path_query_array(private.shuffled(p.question -> 'right', true), '$[*].id')
  )) order by case when (bank -> 'shuffle' ->> 'questions')::boolean then random() end, p.place)
  from picked p
$$;

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
      'id', q.question -> 'id', 'type', q.question -> 'type', 'stem', q.question -> 'stem', 'unit', q.question -> 'unit',
      'left', q.question -> 'left', 'gaps', jsonb_array_length(q.question -> 'accept'),
      'options', case when q.question ? 'options' then private.arranged(q.question -> 'options', d.one -> 'options') end,
      'items', case when q.question ? 'items' then private.arranged(q.question -> 'items', d.one -> 'items') end,
      'right', case when q.question ? 'right' then private.arranged(q.question -> 'right', d.one -> 'right') end
    ) || case when with_key then jsonb_build_object('answer', q.question -> 'answer', 'accept', q.question -> 'accept',
      'explanation', q.question -> 'explanation') else '{}' end
  ) order by d.place)
  from jsonb_array_elements(drawn) with ordinality d (one, place)
  join jsonb_array_elements(bank -> 'questions') q (question) on q.question -> 'id' = d.one -> 'id'
$$;
comment on function private.shown_questions is 'Names every field that leaves, so that a new field of a bank stays inside until somebody lets it out.';

create function private.plain_text(written text)
returns text
language sql immutable set search_path = ''
as $$ select lower(regexp_replace(normalize(coalesce(written, ''), NFKC), '\s+', '', 'g')) $$;

create function private.is_right(question jsonb, given jsonb)
returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(case question ->> 'type'
    when 'multiple' then jsonb_typeof(given) = 'array' and given @> (question -> 'answer') and given <@ (question -> 'answer')
    when 'numeric' then given #>> '{}' ~ '^\s*[-+]?[0-9]{1,12}([.][0-9]{1,9})?\s*$'
      and abs((given #>> '{}')::numeric - (question ->> 'answer')::numeric) <= (question ->> 'tolerance')::numeric
    when 'fill_in' then jsonb_typeof(given) = 'array' and jsonb_array_length(given) = jsonb_array_length(question -> 'accept') and not exists (
      select from jsonb_array_elements(question -> 'accept') with ordinality a (ways, place)
      where not exists (
        select from jsonb_array_elements_text(a.ways) w
        where private.plain_text(w) = private.plain_text(given ->> (a.place - 1)::integer)
      )
    )
    else given = question -> 'answer'
  end, false)
$$;

create function private.mark_attempt(attempt public.quiz_attempts, bank jsonb)
returns public.quiz_attempts
language plpgsql volatile security definer set search_path = ''
as $$
declare
  marked public.quiz_attempts;
  share integer;
begin
  select count(*) filter (where private.is_right(q.question, attempt.answers -> (q.question ->> 'id'))) * 100 / count(*) into share
  from jsonb_array_elements(attempt.drawn) d
  join jsonb_array_elements(bank -> 'questions') q (question) on q.question -> 'id' = d -> 'id';
  update public.quiz_attempts a set submitted_at = now(), score_pct = share, passed = share >= (bank ->> 'pass_pct')::integer
  where a.worker_id = attempt.worker_id and a.enrolment_id = attempt.enrolment_id and a.lesson = attempt.lesson and a.number = attempt.number
  returning * into marked;
  if marked.passed then
    insert into public.study_progress as p (worker_id, enrolment_id, lesson, completed_at)
    values (attempt.worker_id, attempt.enrolment_id, attempt.lesson, now())
    on conflict (worker_id, enrolment_id, lesson) do update set completed_at = coalesce(p.completed_at, now());
    perform private.settle_lesson(attempt.worker_id, attempt.enrolment_id, attempt.lesson);
  end if;
  return marked;
end;
$$;

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
  -- Time that ran out hands in what was saved. Half a minute is given for the way there.
  if attempt.submitted_at is null and attempt.due_at < now() - interval '30 seconds' then
    attempt := private.mark_attempt(attempt, private.bank_of(mine, lesson_slug));
  end if;
  return attempt;
end;
$$;

create function public.quiz_state(enrolment uuid, lesson_slug text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  bank jsonb;
  last public.quiz_attempts;
begin
  mine := private.enrolment_of(me, enrolment, true);
  bank := private.bank_of(mine, lesson_slug);
  last := private.last_attempt(mine, lesson_slug);
  return jsonb_build_object(
    'draw', bank -> 'draw', 'pass_pct', bank -> 'pass_pct', 'attempts', bank -> 'attempts', 'time_limit_min', bank -> 'time_limit_min',
    'used', coalesce(last.number, 0),
    'passed', exists (
      select from public.quiz_attempts a
      where a.worker_id = me and a.enrolment_id = mine.id and a.lesson = lesson_slug and a.passed
    ),
    'attempt', case when last.number is not null then jsonb_build_object(
      'number', last.number, 'due_at', last.due_at, 'submitted', last.submitted_at is not null, 'score_pct', last.score_pct,
      'passed', last.passed, 'answers', last.answers,
      'questions', private.shown_questions(bank, last.drawn, last.submitted_at is not null),
      'right', case when last.submitted_at is not null then (
        select coalesce(jsonb_agg(q.question -> 'id'), '[]')
        from jsonb_array_elements(bank -> 'questions') q (question)
        where private.is_right(q.question, last.answers -> (q.question ->> 'id'))
      ) end
    ) end
  );
end;
$$;
comment on function public.quiz_state is 'Where I stand in a check. The key and the explanations are in it after submission only.';

create function public.begin_quiz(enrolment uuid, lesson_slug text)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  bank jsonb;
  last public.quiz_attempts;
begin
  perform pg_advisory_xact_lock(hashtextextended(me::text, 840));
  mine := private.enrolment_of(me, enrolment, true);
  bank := private.bank_of(mine, lesson_slug);
  last := private.last_attempt(mine, lesson_slug);
  if last.number is not null and last.submitted_at is null then
    return last.number;
  end if;
  if last.number >= (bank ->> 'attempts')::integer then
    perform private.business_error('quiz_attempts_spent', 'PT409', jsonb_build_object('attempts', bank -> 'attempts'));
  end if;
  insert into public.quiz_attempts (worker_id, enrolment_id, lesson, number, drawn, due_at)
  values (me, mine.id, lesson_slug, coalesce(last.number, 0) + 1, private.draw_questions(bank),
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
  if last.number is distinct from attempt or last.submitted_at is not null then
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
comment on function public.answer_quiz is 'Keeps my answers; hands them in when I say so. Answers replace what was kept; nothing else can be sent.';

alter table public.quiz_attempts enable row level security;

create policy quiz_attempts_select on public.quiz_attempts for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.quiz_attempts from anon, authenticated, service_role;
grant select on public.quiz_attempts to authenticated, service_role;
revoke execute on function public.quiz_state, public.begin_quiz, public.answer_quiz from public, anon, authenticated;
grant execute on function public.quiz_state, public.begin_quiz, public.answer_quiz to authenticated;
