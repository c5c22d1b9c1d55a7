-- What is true afterwards: hours that wait are heard by a panel of the federation, and by others when the worker objects. What a panel decides
-- is carried out as it decides. Where nobody hears them, they are granted: a machine alone takes nothing away; an
-- appeal that nobody else can hear leaves what people said.

insert into private.panel_kinds (kind, title, roles, size, quorum, resolution, days, above, appeal_kind, appeal_days, unheard, subject_function)
values
  ('hours_appeal', '{"zh-CN": "学时申诉", "en": "Appeal about hours"}', '{officer,reviewer,bank_officer,auditor}', 3, 2, 'majority', 30,
    true, null, 30, 'refused', 'hours_subject'),
  ('hours', '{"zh-CN": "学时复核", "en": "Hours to look at"}', '{officer,reviewer,bank_officer}', 3, 2, 'majority', 14, false, 'hours_appeal', 30,
    'granted', 'hours_subject');

create function private.odd_name(reason text)
returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce('{
    "beats_alike": {"zh-CN": "记录间隔一模一样", "en": "Observations alike to the millisecond"},
    "too_fast": {"zh-CN": "快得不可能看完", "en": "Faster than anybody takes it in"},
    "day_too_full": {"zh-CN": "一天学时太多", "en": "More than a day can bring"},
    "day_away": {"zh-CN": "一天离线太久", "en": "Long without network on one day"},
    "more_than_clock": {"zh-CN": "学时多于实际时间", "en": "More hours than time spent"},
    "many_devices": {"zh-CN": "一天用了许多设备", "en": "Many devices in a day"},
    "many_accounts": {"zh-CN": "一台设备许多人同时学", "en": "Many people on one device"}
  }'::jsonb -> reason, to_jsonb(reason))
$$;

create function private.hours_subject(worker uuid, subject uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('title', v.content -> 'title', 'facts', jsonb_build_array(
      jsonb_build_object('key', '{"zh-CN": "学时（分钟）", "en": "Hours in minutes"}'::jsonb, 'value', r.hours_min::text),
      jsonb_build_object('key', '{"zh-CN": "实际学习（分钟）", "en": "Minutes studied"}'::jsonb, 'value', (private.length_ms(k.spent) / 60000)::text),
      jsonb_build_object('key', '{"zh-CN": "其中离线（分钟）", "en": "Of them without network"}'::jsonb, 'value', (private.length_ms(k.late) / 60000)::text),
      jsonb_build_object('key', '{"zh-CN": "至少要（分钟）", "en": "Least time, in minutes"}'::jsonb, 'value', (k.floor_ms / 60000)::text)
    ) || (
      select jsonb_agg(jsonb_build_object('key', private.odd_name(o.reason ->> 'reason'), 'value',
        (select string_agg(f.value #>> '{}', ' / ' order by f.key) from jsonb_each(o.reason - 'reason') f)))
      from jsonb_array_elements(r.reasons) o (reason)
    ) || case when r.wish is null then '[]'::jsonb else jsonb_build_array(
      jsonb_build_object('key', '{"zh-CN": "本人的理由", "en": "In her words"}'::jsonb, 'value', r.wish)) end)
  from public.hour_reviews r
  join public.course_versions v on v.course_id = r.course_id and v.version = r.version
  join public.enrolments e on e.worker_id = r.worker_id and e.id = r.enrolment_id
  cross join lateral private.course_clock(e) k
  where r.worker_id = worker and r.id = subject
$$;
comment on function private.hours_subject is 'What a panel reads of hours that wait.';

create function private.who_hears_hours(worker uuid, sponsor uuid)
returns uuid
language sql stable set search_path = ''
as $$
  select coalesce(private.federation_of(worker, sponsor), (
    select o.id from public.organisations o where o.parent_id is null and o.kind = 'federation' order by o.id limit 1
  ))
$$;
comment on function private.who_hears_hours is 'The federation that would recognise the result; for whoever belongs to none, the first there is.';

create function private.hear_hours()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.open_case('hours', new.worker_id, new.id, private.who_hears_hours(new.worker_id, (
    select e.sponsor_id from public.enrolments e where e.worker_id = new.worker_id and e.id = new.enrolment_id
  )));
  return null;
end;
$$;

create trigger hour_reviews_hear after insert on public.hour_reviews
for each row when (new.decided_at is null) execute function private.hear_hours();

create function private.carry_out_hours()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  reviewed public.hour_reviews;
  mine public.enrolments;
begin
  perform pg_advisory_xact_lock(hashtextextended(new.worker_id::text, 820));
  update public.hour_reviews r set decided_at = new.decided_at, granted = new.verdict = 'granted', answer = left(coalesce(nullif(new.reason, ''), '—'), 1000)
  where r.worker_id = new.worker_id and r.id = new.subject_id returning * into reviewed;
  if reviewed.granted then
    select e.* into mine from public.enrolments e where e.worker_id = reviewed.worker_id and e.id = reviewed.enrolment_id;
    perform private.write_course_hours(mine, reviewed.hours_min, mine.completed_at, jsonb_build_object('looked_at', new.id));
  end if;
  return null;
end;
$$;
comment on function private.carry_out_hours is 'Hours that a panel grants are a result of the day on which the course was completed.';

create trigger panel_cases_hours after update of decided_at on public.panel_cases
for each row when (new.decided_at is not null and new.kind in ('hours', 'hours_appeal')) execute function private.carry_out_hours();

create function public.appeal_hours(review uuid, wish text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  refused public.hour_reviews;
begin
  if coalesce(length(btrim(wish)) not between 1 and 1000, true) then
    perform private.business_error('appeal_wish_missing', 'PT422');
  end if;
  select r.* into refused from public.hour_reviews r where r.worker_id = me and r.id = review for update;
  if refused.id is null then
    perform private.business_error('nothing_to_appeal', 'PT404');
  elsif refused.appealed_at is not null then
    perform private.business_error('appealed_already', 'PT409');
  elsif refused.granted is not false then
    perform private.business_error('nothing_to_appeal', 'PT409');
  elsif private.appeal_closes_on(refused.decided_at) < private.today() then
    perform private.business_error('appeal_too_late', 'PT409', jsonb_build_object('day', private.appeal_closes_on(refused.decided_at)));
  end if;
  update public.hour_reviews r set appealed_at = now(), wish = btrim(appeal_hours.wish), granted = null, decided_at = null
  where r.worker_id = me and r.id = review;
  if private.appeal_case(me, (
    select c.id from public.panel_cases c where c.worker_id = me and c.kind = 'hours' and c.subject_id = review
  )) is null then
    perform private.business_error('appeal_no_panel', 'PT409');
  end if;
  return true;
end;
$$;
comment on function public.appeal_hours is 'I object to hours that were refused. Other people look at them again, and I say why they should.';

revoke execute on function public.appeal_hours from public, anon, authenticated;
grant execute on function public.appeal_hours to authenticated;
