-- What is true afterwards: now and then, at a moment that only the server knows, somebody who studies is asked whether she is still there.
-- Time without an answer is not counted, back to the last sign of life; an answer that comes late ends it.

create table private.presence (
  worker_id uuid primary key references public.workers (id) on delete restrict,
  sign_at timestamptz not null,
  next_check_at timestamptz not null
) with (fillfactor = 60);
comment on table private.presence is 'When a worker last gave a sign of life, and when she is asked again.';

create table private.presence_checks (
  worker_id uuid not null,
  id uuid not null default gen_random_uuid(),
  sitting_id uuid not null,
  since_at timestamptz not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  in_time boolean,
  primary key (worker_id, id),
  constraint presence_checks_sitting foreign key (worker_id, sitting_id) references private.sittings (worker_id, id) on delete restrict,
  constraint presence_checks_order check (since_at <= asked_at and asked_at <= answered_at),
  constraint presence_checks_answered check ((answered_at is null) = (in_time is null))
);
comment on table private.presence_checks is 'A question whether she is still there, the last sign of life before it, and the answer.';
create unique index presence_checks_open on private.presence_checks (worker_id) where answered_at is null;
create index presence_checks_away on private.presence_checks (worker_id, asked_at) where in_time is not true;
create index presence_checks_sitting on private.presence_checks (worker_id, sitting_id);

create function private.absences(worker uuid, since timestamptz)
returns tstzmultirange
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select range_agg(tstzrange(c.since_at, c.answered_at)) from private.presence_checks c
    where c.worker_id = worker and c.in_time is not true and (c.answered_at is null or c.answered_at >= since)
  ), '{}');
end;
$$;
comment on function private.absences is 'Time for which nobody answered. A question that stands open takes back what it asks about, until it is answered.';

create function private.count_days(worker uuid, since date)
returns void
language sql volatile set search_path = ''
as $$
  update public.study_days d set counted_ms = private.counted_ms(d.live - a.spans, d.late - a.spans)
  from (select private.absences(worker, since::timestamp at time zone 'Asia/Shanghai') as spans) a
  where d.worker_id = worker and d.day >= since
$$;

create function private.answer_check(worker uuid, at timestamptz)
returns private.presence_checks
language plpgsql volatile set search_path = ''
as $$
declare
  answered private.presence_checks;
begin
  update private.presence_checks c set answered_at = greatest(at, c.asked_at),
    in_time = at <= c.asked_at + (select r.answer_s from private.study_rule() r) * interval '1 second'
  where c.worker_id = worker and c.answered_at is null returning * into answered;
  if found then
    perform private.count_days(worker, (answered.since_at at time zone 'Asia/Shanghai')::date);
  end if;
  return answered;
end;
$$;

create function private.moment_of_check(after timestamptz)
returns timestamptz
language sql volatile set search_path = ''
as $$ select after + (r.check_after_min + random() * r.check_within_min) * interval '1 minute' from private.study_rule() r $$;
comment on function private.moment_of_check is 'When somebody is asked, if she was asked or came at that instant. Never sooner than twelve minutes.';

create function private.sign_of_life(worker uuid, at timestamptz)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform private.answer_check(worker, at);
  insert into private.presence as p (worker_id, sign_at, next_check_at) values (worker, at, private.moment_of_check(at))
  on conflict (worker_id) do update set sign_at = greatest(p.sign_at, excluded.sign_at),
    -- Who comes back after a while is not asked at the door. Nobody studied since the moment passed, or she would have been asked then;
    -- and what is told after ten minutes is no longer live, so that opening pages can't put the question off.
    next_check_at = case when p.next_check_at > at - interval '10 minutes' then p.next_check_at else excluded.next_check_at end;
end;
$$;
comment on function private.sign_of_life is 'The server saw her do something: open a lesson, answer a question.';

create function private.ask_for_presence(worker uuid, batch jsonb, received timestamptz, studying boolean)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  known private.presence;
  open_check private.presence_checks;
  touched timestamptz;
begin
  select p.* into known from private.presence p where p.worker_id = worker;
  if known.worker_id is null then
    perform private.sign_of_life(worker, received);
    return null;
  end if;
  select c.* into open_check from private.presence_checks c where c.worker_id = worker and c.answered_at is null;
  if open_check.id is null and private.is_count(batch -> 'touched_ms', 1e14) then
    touched := to_timestamp(((batch ->> 'touched_ms')::bigint + private.device_offset_ms((batch ->> 'sent_at_ms')::bigint, private.ms(received))) / 1000.0);
    -- Written once in half a minute at most.
    if touched > known.sign_at + interval '30 seconds' and touched <= received then
      update private.presence p set sign_at = touched where p.worker_id = worker returning * into known;
    end if;
  end if;
  if open_check.id is null and studying and received >= known.next_check_at then
    insert into private.presence_checks (worker_id, sitting_id, since_at, asked_at)
    select worker, s.id, least(known.sign_at, received), received
    from private.sittings s join jsonb_array_elements(batch -> 'runs') r on s.id = (r ->> 'sitting')::uuid
    where s.worker_id = worker limit 1
    returning * into open_check;
    update private.presence p set next_check_at = private.moment_of_check(received) where p.worker_id = worker;
    perform private.count_days(worker, (least(known.sign_at, received) at time zone 'Asia/Shanghai')::date);
  end if;
  return case when open_check.id is not null then jsonb_build_object('id', open_check.id, 'asked_ms', private.ms(open_check.asked_at),
    'answer_s', (select r.answer_s from private.study_rule() r)) end;
end;
$$;
comment on function private.ask_for_presence is
  'The question that stands open, or a new one when its moment has come. A device may tell when she last touched it, which shortens what can be lost.';

create function public.i_am_here(check_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  at timestamptz := clock_timestamp();
  asked private.presence_checks;
  of_sitting private.sittings;
begin
  perform pg_advisory_xact_lock(hashtextextended(me::text, 820));
  select c.* into asked from private.presence_checks c where c.worker_id = me and c.id = check_id;
  if asked.id is null then
    perform private.business_error('check_not_found', 'PT404');
  end if;
  if asked.answered_at is null then
    perform private.sign_of_life(me, at);
    select c.* into asked from private.presence_checks c where c.worker_id = me and c.id = check_id;
  end if;
  select s.* into of_sitting from private.sittings s where s.worker_id = me and s.id = asked.sitting_id;
  return jsonb_build_object('in_time', asked.in_time, 'now_ms', private.ms(at), 'verdicts', '{}'::jsonb,
    'lessons', jsonb_build_array(private.settle_lesson(me, of_sitting.enrolment_id, of_sitting.lesson)));
end;
$$;
comment on function public.i_am_here is 'I answer that I am still there. Answering again changes nothing; a course that waited for it goes on.';

alter table private.presence enable row level security;
alter table private.presence_checks enable row level security;

revoke execute on function public.i_am_here from public, anon, authenticated;
grant execute on function public.i_am_here to authenticated;
