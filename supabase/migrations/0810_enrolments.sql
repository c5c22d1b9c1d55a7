-- What is true afterwards: a worker is in one version of a course at a time and finishes the version she began; whoever sponsored an
-- enrolment sees it, nobody sees what she does on her own.

create table public.enrolments (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  course_id uuid not null,
  version integer not null,
  sponsor_id uuid references public.organisations (id) on delete restrict,
  began_at timestamptz not null default now(),
  valid_until date,
  completed_at timestamptz,
  ended_at timestamptz,
  primary key (worker_id, id),
  constraint enrolments_version foreign key (course_id, version) references public.course_versions (course_id, version) on delete restrict
);
comment on table public.enrolments is 'A worker in a course version, from-to. The sponsor asked for it; null is her own choice.';
comment on column public.enrolments.valid_until is 'The last day on which lessons open. Null is no end.';
create index enrolments_course on public.enrolments (course_id, version);
create index enrolments_sponsor on public.enrolments (sponsor_id);
create unique index enrolments_once on public.enrolments (worker_id, course_id) where completed_at is null and ended_at is null;

create function public.enrol(course_slug text)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.courses;
  enrolment uuid;
begin
  select c.* into wanted from public.courses c where c.slug = course_slug;
  if wanted.id is null then
    perform private.business_error('course_not_found', 'PT404');
  end if;
  update public.enrolments e set ended_at = now()
  where e.worker_id = me and e.course_id = wanted.id and e.completed_at is null and e.ended_at is null
    and e.valid_until < private.today();
  insert into public.enrolments (worker_id, course_id, version) values (me, wanted.id, wanted.version)
  on conflict (worker_id, course_id) where completed_at is null and ended_at is null do nothing
  returning id into enrolment;
  -- Asking twice, or pressing the button twice, leads to the same enrolment.
  if enrolment is null then
    select e.id into enrolment from public.enrolments e
    where e.worker_id = me and e.course_id = wanted.id and e.completed_at is null and e.ended_at is null;
  end if;
  return enrolment;
end;
$$;
comment on function public.enrol is 'I begin a course in the version that is offered now. An open enrolment is the answer; one that has run out gives way to a new one.';

create function private.enrolment_of(worker uuid, enrolment uuid, to_study boolean)
returns public.enrolments
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_row public.enrolments;
begin
  select e.* into found_row from public.enrolments e where e.worker_id = worker and e.id = enrolment;
  if found_row.id is null then
    perform private.business_error('enrolment_not_found', 'PT404');
  end if;
  if to_study and (found_row.ended_at is not null or found_row.valid_until < private.today()) then
    perform private.business_error('enrolment_ended', 'PT409', jsonb_build_object('last_day', found_row.valid_until));
  end if;
  return found_row;
end;
$$;

alter table public.enrolments enable row level security;

create policy enrolments_select on public.enrolments for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or sponsor_id in (select private.people_below('{manager,officer}'))
);

revoke all on public.enrolments from anon, authenticated, service_role;
grant select on public.enrolments to authenticated, service_role;
revoke execute on function public.enrol from public, anon, authenticated;
grant execute on function public.enrol to authenticated;
