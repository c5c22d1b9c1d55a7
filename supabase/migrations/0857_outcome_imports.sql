-- What is true afterwards: an organisation enters results of its own people by the sheet, each row once however often it is sent, and vouches for
-- them; a row that can't be taken says why, and holds up no other.

create function public.import_outcomes(organisation uuid, rows jsonb, dry boolean default false)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  house uuid;
  answer jsonb;
begin
  if organisation is null or not private.keeps_people(organisation, '{manager,officer}') then
    perform private.business_error('not_allowed', 'PT403');
  elsif jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) not between 1 and 1000 then
    perform private.business_error('outcomes_not_understood', 'PT422');
  end if;
  select o.house_id into house from public.organisations o where o.id = organisation;
  with sent as (
    select r.* from jsonb_to_recordset(rows)
      as r (row_no integer, employee_no text, name text, kind text, title text, issuer text, achieved_on date, facts jsonb)
  ), found_people as (
    select s.*, e.worker_id, e.name as roster_name from sent s
    left join public.roster_entries e on e.house_id = house and e.employee_no = s.employee_no and exists (
      select from public.organisation_paths p where p.ancestor_id = organisation and p.descendant_id = e.organisation_id
    )
  ), judged as (
    select f.*, case
      when f.worker_id is null then 'not_on_roster'
      when f.worker_id = me then 'own_outcome'
      when f.name is not null and f.name <> f.roster_name then 'name_differs'
      when coalesce(f.kind not in ('training', 'certificate', 'skill_level', 'contest', 'degree', 'teaching', 'mentoring', 'proposal', 'work')
        or length(f.title) not between 1 and 100 or length(f.issuer) not between 1 and 100 or f.achieved_on < '1950-01-01'
        or f.achieved_on > private.today() or private.facts_are_wrong(coalesce(f.facts, '{}')), true) then 'outcome_not_understood'
    end as refusal,
    md5(concat_ws('|', 'imported', f.worker_id, f.kind, f.title, f.issuer, f.achieved_on))::uuid as id
    from found_people f
  ), fresh as (
    select distinct on (j.worker_id, j.id) j.* from judged j
    where j.refusal is null and not exists (
      select from public.outcomes o
      where o.worker_id = j.worker_id and o.kind = j.kind and o.facts ->> 'title' = j.title and o.facts ->> 'issuer' = j.issuer
        and (o.achieved_at at time zone 'Asia/Shanghai')::date = j.achieved_on
    )
    order by j.worker_id, j.id, j.row_no
  ), made as (
    insert into public.outcomes (worker_id, id, kind, achieved_at, verifier_id, hours_min, facts, evidence)
    select f.worker_id, f.id, f.kind, (f.achieved_on + time '12:00') at time zone 'Asia/Shanghai', organisation,
      case when f.kind = 'training' then nullif(round((f.facts ->> 'hours')::numeric * 45), 0) end,
      coalesce(f.facts, '{}') || jsonb_build_object('title', f.title, 'issuer', f.issuer),
      jsonb_build_object('imported_by', me, 'imported_at', now())
    from fresh f where not dry order by f.worker_id, f.id
    on conflict do nothing returning worker_id
  )
  select jsonb_build_object(
    'made', case when dry then (select count(*) from fresh) else (select count(*) from made) end,
    'good', (select count(*) from judged j where j.refusal is null),
    'refused', coalesce((select jsonb_agg(jsonb_build_object('row_no', j.row_no, 'word', j.refusal) order by j.row_no) from judged j where j.refusal is not null), '[]')
  ) into answer;
  if not dry and (answer ->> 'made')::integer > 0 then
    perform private.audit('outcomes.imported', me, organisation, jsonb_build_object('rows', answer -> 'made'));
  end if;
  return answer;
exception when invalid_text_representation or invalid_datetime_format or datetime_field_overflow then
  perform private.business_error('outcomes_not_understood', 'PT422');
end;
$$;
comment on function public.import_outcomes is
  'Enters up to 1000 results {row_no, employee_no, name, kind, title, issuer, achieved_on, facts} of people on the roster; answers how many, and why not the others.';

revoke execute on function public.import_outcomes from public, anon, authenticated;
grant execute on function public.import_outcomes to authenticated;
