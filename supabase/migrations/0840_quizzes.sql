-- What is true afterwards: questions are drawn, shuffled and marked where the key is; a new attempt draws what she has
-- not seen yet, then what she saw longest ago.

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
  right_count smallint check (right_count >= 0),
  score_pct smallint check (score_pct between 0 and 100),
  passed boolean,
  primary key (worker_id, enrolment_id, lesson, number),
  constraint quiz_attempts_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict,
  constraint quiz_attempts_marked check (num_nulls(submitted_at, right_count, score_pct, passed) in (0, 4))
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

create function private.attempts_at(mine public.enrolments, lesson_slug text)
returns setof public.quiz_attempts
language sql stable set search_path = ''
as $$
  select a.* from public.quiz_attempts a
  join public.enrolments e on e.worker_id = a.worker_id and e.id = a.enrolment_id
  where a.worker_id = mine.worker_id and e.course_id = mine.course_id and a.lesson = lesson_slug
$$;
comment on function private.attempts_at is
  'Whatever she tried at a check, in enrolments that are over too: who begins anew has seen it before.';

create function private.draw_questions(mine public.enrolments, lesson_slug text, bank jsonb)
returns jsonb
language sql volatile set search_path = ''
as $$
  with seen as (
    select d.one ->> 'id' as id, max(a.began_at) as at
    from private.attempts_at(mine, lesson_slug) a, jsonb_array_elements(a.drawn) d (one) group by 1
  ), picked as (
    select q.question, q.place from jsonb_array_elements(bank -> 'questions') with ordinality q (question, place)
    left join seen s on s.id = q.question ->> 'id'
    order by s.at nulls first, random() limit (bank ->> 'draw')::integer
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
  hits integer;
  share integer;
begin
  select count(*) filter (where private.is_right(q.question, attempt.answers -> (q.question ->> 'id'))), count(*)
  into hits, share
  from jsonb_array_elements(attempt.drawn) d
  join jsonb_array_elements(bank -> 'questions') q (question) on q.question -> 'id' = d -> 'id';
  share := hits * 100 / share;
  -- Time that ran out was over then, whenever somebody looks.
  update public.quiz_attempts a set submitted_at = least(now(), attempt.due_at), right_count = hits, score_pct = share,
    passed = share >= (bank ->> 'pass_pct')::integer
  where a.worker_id = attempt.worker_id and a.enrolment_id = attempt.enrolment_id and a.lesson = attempt.lesson and a.number = attempt.number
  returning * into marked;
  if marked.passed then
    -- Whoever completes a lesson of hers at this moment is seen, or sees this.
    perform pg_advisory_xact_lock(hashtextextended(attempt.worker_id::text, 820));
    insert into public.study_progress as p (worker_id, enrolment_id, lesson, completed_at)
    values (attempt.worker_id, attempt.enrolment_id, attempt.lesson, now())
    on conflict (worker_id, enrolment_id, lesson) do update set completed_at = coalesce(p.completed_at, now());
    perform private.settle_lesson(attempt.worker_id, attempt.enrolment_id, attempt.lesson);
  end if;
  return marked;
end;
$$;

alter table public.quiz_attempts enable row level security;

create policy quiz_attempts_select on public.quiz_attempts for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.quiz_attempts from anon, authenticated, service_role;
grant select on public.quiz_attempts to authenticated, service_role;
