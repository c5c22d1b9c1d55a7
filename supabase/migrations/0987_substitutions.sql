-- What is true afterwards: a school says which results stand for which of its courses, and how closely; a worker who has such a result asks for the
-- course to be taken as done, once, with as many credits as the course is worth, and never more than its group takes from the bank.

create function private.plan_problem(plan jsonb)
returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(plan -> 'groups') is distinct from 'array' or jsonb_typeof(plan -> 'courses') is distinct from 'array'
    or coalesce((plan ->> 'hours_a_credit')::integer not between 1 and 100, true)
    or jsonb_array_length(plan -> 'courses') > 200
    or exists (
      select from jsonb_array_elements(plan -> 'courses') c
      where coalesce((c ->> 'credits')::bigint, 0) <= 0 or coalesce(length(c ->> 'code'), 0) not between 1 and 40
        or coalesce(length(c ->> 'title'), 0) not between 1 and 80 or jsonb_typeof(c -> 'by') is distinct from 'array'
        or not plan -> 'groups' @> jsonb_build_array(jsonb_build_object('title', c -> 'group'))
        or exists (
          select from jsonb_array_elements(c -> 'by') b where coalesce((b ->> 'match_pct')::integer not between 0 and 100, true) or b ->> 'kind' is null
        )
    )
    or exists (
      select from jsonb_array_elements(plan -> 'groups') g
      where coalesce((g ->> 'most_pct')::integer not between 0 and 100, true) or coalesce((g ->> 'least')::bigint, -1) < 0
    )
    or (select count(*) <> count(distinct c ->> 'code') from jsonb_array_elements(plan -> 'courses') c)
$$;
comment on function private.plan_problem is 'Whether a plan is none that could be followed.';

create function public.keep_programme_plan(organisation uuid, programme uuid, plan jsonb)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer}');
  begin
    if private.plan_problem(plan) then
      perform private.business_error('plan_not_understood', 'PT422');
    end if;
  exception when invalid_text_representation or numeric_value_out_of_range then
    perform private.business_error('plan_not_understood', 'PT422');
  end;
  update public.programmes p set plan = keep_programme_plan.plan where p.id = programme and p.organisation_id = organisation;
  if not found then
    perform private.business_error('programme_not_found', 'PT404');
  end if;
  return true;
end;
$$;
comment on function public.keep_programme_plan is 'A school''s bank officer says which courses a programme has and what stands for each. What was accepted stays accepted.';

create function private.planned_course(plan jsonb, code text)
returns jsonb
language sql immutable set search_path = ''
as $$ select c from jsonb_array_elements(plan -> 'courses') c where c ->> 'code' = code limit 1 $$;

create function private.level_rank(level text)
returns integer
language sql immutable set search_path = ''
as $$ select array_position('{学徒工,初级工,中级工,高级工,技师,高级技师,特级技师,首席技师}'::text[], level) $$;

create function private.outcome_title(worker uuid, outcome uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(v.content -> 'title', jsonb_build_object('zh-CN', o.facts -> 'title'))
  from public.outcomes o left join public.course_versions v on v.course_id = o.course_id and v.version = o.version
  where o.worker_id = worker and o.id = outcome
$$;

create function private.standing_for(worker uuid, course jsonb)
returns table (outcome_id uuid, match_pct integer)
language sql stable set search_path = ''
as $$
  -- Below four fifths the contents differ too much, whatever else is in the table. A higher level stands for what a lower one does.
  select distinct on (o.id) o.id, (b ->> 'match_pct')::integer
  from jsonb_array_elements(course -> 'by') b
  join private.standing_outcomes o on o.worker_id = worker and o.kind = b ->> 'kind'
  left join public.courses c on c.id = o.course_id
  where (b ->> 'match_pct')::integer >= 80
    and (b ->> 'name' is null or b ->> 'name' in (c.slug, o.facts ->> 'title'))
    and (b ->> 'trade' is null or b ->> 'trade' = o.facts ->> 'trade')
    and (b ->> 'level' is null or b ->> 'level' = o.facts ->> 'level' or private.level_rank(o.facts ->> 'level') >= private.level_rank(b ->> 'level'))
  order by o.id, (b ->> 'match_pct')::integer desc
$$;
comment on function private.standing_for is 'Which results of a worker stand for a course, by the table of its school.';

create function private.taken_in_group(worker uuid, wanted public.programmes, in_group text)
returns bigint
language sql stable set search_path = ''
as $$
  select coalesce(sum(r.amount), 0)::bigint from public.redemption_requests r
  where r.worker_id = worker and r.programme_id = wanted.id and coalesce(r.accepted, true)
    and private.planned_course(wanted.plan, r.course_code) ->> 'group' = in_group
$$;

create function private.group_most(plan jsonb, in_group text)
returns bigint
language sql immutable set search_path = ''
as $$
  select (select sum((c ->> 'credits')::bigint) from jsonb_array_elements(plan -> 'courses') c where c ->> 'group' = in_group)::bigint
    * (g ->> 'most_pct')::integer / 100
  from jsonb_array_elements(plan -> 'groups') g where g ->> 'title' = in_group limit 1
$$;
comment on function private.group_most is 'How much of a group of courses may come from the bank.';

create function public.substitute_course(request text, programme uuid, course text, outcome uuid)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.programmes;
  planned jsonb;
  before public.redemption_requests;
begin
  perform pg_advisory_xact_lock(hashtextextended(me::text, 985));
  select p.* into wanted from public.programmes p where p.id = programme;
  planned := private.planned_course(wanted.plan, course);
  if planned is null then
    perform private.business_error('programme_not_found', 'PT404');
  end if;
  select r.* into before from public.redemption_requests r
  where r.worker_id = me and r.programme_id = programme and r.course_code = course and coalesce(r.accepted, true);
  if before.voucher_id is not null then
    if before.voucher_id = private.voucher_id_of(wanted.organisation_id, me, 'redemption', 1, request) then
      return before.voucher_id;
    end if;
    perform private.business_error('course_substituted', 'PT409');
  elsif not exists (select from private.standing_for(me, planned) s where s.outcome_id = outcome) then
    perform private.business_error('outcome_stands_for_nothing', 'PT409');
  elsif private.taken_in_group(me, wanted, planned ->> 'group') + (planned ->> 'credits')::bigint
    > private.group_most(wanted.plan, planned ->> 'group') then
    perform private.business_error('group_share_reached', 'PT409');
  end if;
  return private.ask_school(me, request, wanted, (planned ->> 'credits')::bigint, course, outcome);
end;
$$;
comment on function public.substitute_course is
  'I ask a school to take one of its courses as done, for a result of mine that stands for it, with as many credits as the course is worth.';

create function public.my_programme(programme uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.programmes;
begin
  select p.* into wanted from public.programmes p where p.id = programme;
  if wanted.id is null then
    perform private.business_error('programme_not_found', 'PT404');
  end if;
  return (
    select jsonb_build_object('id', wanted.id, 'title', wanted.title, 'school', o.name, 'total', wanted.total, 'closed', wanted.closed_at is not null,
      'most', wanted.total * wanted.most_pct / 100, 'taken', private.taken_toward(me, wanted.id), 'unit', wanted.unit_id, 'scale', u.scale,
      'name_zh', u.name_zh, 'name_en', u.name_en, 'hours_a_credit', wanted.plan -> 'hours_a_credit',
      'balance', coalesce((select a.balance from private.credit_accounts a where a.worker_id = me and a.unit_id = wanted.unit_id), 0),
      'groups', (
        select coalesce(jsonb_agg(g.value || jsonb_build_object('most', coalesce(private.group_most(wanted.plan, g.value ->> 'title'), 0),
          'taken', private.taken_in_group(me, wanted, g.value ->> 'title')) order by g.ordinality), '[]')
        from jsonb_array_elements(wanted.plan -> 'groups') with ordinality g
      ),
      'courses', (
        select coalesce(jsonb_agg(c.value - 'by' || jsonb_build_object(
          'state', (
            select case when r.accepted then 'accepted' else 'asked' end from public.redemption_requests r
            where r.worker_id = me and r.programme_id = wanted.id and r.course_code = c.value ->> 'code' and coalesce(r.accepted, true) limit 1
          ),
          'held', (
            select coalesce(jsonb_agg(jsonb_build_object('outcome', s.outcome_id, 'title', private.outcome_title(me, s.outcome_id),
              'match_pct', s.match_pct) order by s.match_pct desc, s.outcome_id), '[]')
            from private.standing_for(me, c.value) s
          ),
          'by', (
            select coalesce(jsonb_agg(b.value || jsonb_build_object('course', v.content -> 'title', 'hours_min', v.hours_min) order by b.ordinality), '[]')
            from jsonb_array_elements(c.value -> 'by') with ordinality b
            left join public.courses k on b.value ->> 'kind' = 'course_completed' and k.slug = b.value ->> 'name'
            left join public.course_versions v on v.course_id = k.id and v.version = k.version
            where (b.value ->> 'match_pct')::integer >= 80
          )) order by c.ordinality), '[]')
        from jsonb_array_elements(wanted.plan -> 'courses') with ordinality c
      ))
    from public.organisations o, public.credit_units u where o.id = wanted.organisation_id and u.id = wanted.unit_id
  );
end;
$$;
comment on function public.my_programme is 'How far I am in a programme, course by course: what I have that stands for it, and what else would.';

revoke execute on function public.keep_programme_plan, public.substitute_course, public.my_programme from public, anon, authenticated;
grant execute on function public.keep_programme_plan, public.substitute_course, public.my_programme to authenticated;
