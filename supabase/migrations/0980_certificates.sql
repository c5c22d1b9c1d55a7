-- What is true afterwards: an organisation says in its own words what its certificates say; a worker gets one for a course or a level, as it was
-- worded that day; it is verified as everything else she shows, and taken back the same way.

create type public.certificate_kind as enum ('course', 'level');

create table public.certificate_templates (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  kind public.certificate_kind not null,
  heading text not null check (length(btrim(heading)) between 1 and 30),
  wording text not null check (length(btrim(wording)) between 1 and 300),
  signer text not null check (length(signer) <= 60),
  primary key (organisation_id, kind)
);
comment on table public.certificate_templates is
  '@reference How an organisation words its certificates. Where it says nothing, the one above it speaks, and at last the product.';

create table public.certificates (
  worker_id uuid not null,
  share_id uuid not null,
  outcome_id uuid not null,
  organisation_id uuid references public.organisations (id) on delete restrict,
  template jsonb,
  primary key (worker_id, share_id),
  constraint certificates_share foreign key (worker_id, share_id) references public.shares (worker_id, id) on delete restrict,
  constraint certificates_outcome foreign key (worker_id, outcome_id) references public.outcomes (worker_id, id) on delete restrict
);
comment on table public.certificates is
  '@append-only A share of one result that is a certificate. Whose words it bears, and what they were that day: changing a template changes none.';
create index certificates_outcome on public.certificates (worker_id, outcome_id);
create index certificates_organisation on public.certificates (organisation_id);

create function private.certificate_kind_of(kind text)
returns public.certificate_kind
language sql immutable set search_path = ''
as $$ select case kind when 'course_completed' then 'course' when 'course_repeated' then 'course' when 'skill_level' then 'level' end::public.certificate_kind $$;

create function public.keep_certificate_template(organisation uuid, kind public.certificate_kind, template jsonb)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  wanted public.certificate_templates := jsonb_populate_record(null::public.certificate_templates, template);
  places text := case kind when 'course' then 'name|title|hours|day' else 'name|title|issuer|day' end;
begin
  perform private.must_hold(organisation, '{manager,officer}');
  if template is null then
    delete from public.certificate_templates t where t.organisation_id = organisation and t.kind = keep_certificate_template.kind;
  else
    if coalesce(length(btrim(wanted.heading)) not between 1 and 30 or length(btrim(wanted.wording)) not between 1 and 300
      or length(wanted.signer) > 60, true) then
      perform private.business_error('certificate_not_understood', 'PT422');
    elsif strpos(wanted.wording, '{name}') = 0 or strpos(wanted.wording, '{title}') = 0
      or regexp_replace(wanted.wording, '\{(' || places || ')\}', '', 'g') ~ '[{}]' then
      perform private.business_error('certificate_places_wrong', 'PT422');
    end if;
    insert into public.certificate_templates as t (organisation_id, kind, heading, wording, signer)
    values (organisation, keep_certificate_template.kind, btrim(wanted.heading), btrim(wanted.wording), btrim(wanted.signer))
    on conflict on constraint certificate_templates_pkey do update set heading = excluded.heading, wording = excluded.wording, signer = excluded.signer;
  end if;
  perform private.audit('certificate.worded', private.me(), organisation, jsonb_build_object('kind', kind));
  return true;
end;
$$;
comment on function public.keep_certificate_template is
  'Whoever manages or governs an organisation words its certificates; null gives the word back to the one above. The name and the title must be in it.';

create function private.template_for(result public.outcomes)
returns setof public.certificate_templates
language sql stable set search_path = ''
as $$
  select t.* from public.organisation_paths p
  join public.certificate_templates t on t.organisation_id = p.ancestor_id and t.kind = private.certificate_kind_of(result.kind)
  where p.descendant_id = coalesce(result.verifier_id, result.sponsor_id, private.federation_of(result.worker_id, null::uuid))
  order by p.depth limit 1
$$;
comment on function private.template_for is
  'Whoever verified a result or sponsored it speaks, or the nearest above who has found words; for what she studied on her own, her federation.';

create function public.issue_certificate(outcome uuid, audience text)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  result public.outcomes;
  worded public.certificate_templates;
  made uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('shares ' || me, 0));
  select o.* into result from private.standing_outcomes o where o.worker_id = me and o.id = outcome;
  if result.id is null or private.certificate_kind_of(result.kind) is null then
    perform private.business_error('certificate_not_offered', 'PT404');
  elsif coalesce(length(trim(audience)) not between 1 and 60, true) then
    perform private.business_error('share_not_understood', 'PT422');
  end if;
  -- Pressed twice it is one certificate; one that was taken back makes way for another.
  select c.share_id into made from public.certificates c
  join public.shares s on s.worker_id = c.worker_id and s.id = c.share_id
  where c.worker_id = me and c.outcome_id = outcome and s.revoked_at is null;
  if made is null then
    select t.* into worded from private.template_for(result) t;
    made := gen_random_uuid();
    perform private.make_share(me, made, audience, array[outcome]);
    insert into public.certificates (worker_id, share_id, outcome_id, organisation_id, template)
    values (me, made, outcome, worded.organisation_id, case when worded.organisation_id is not null then
      jsonb_build_object('heading', worded.heading, 'wording', worded.wording, 'signer', worded.signer) end);
  end if;
  return made;
end;
$$;
comment on function public.issue_certificate is 'A certificate of one of my results, in the words of whoever stands behind it. It is a share of that one result.';

-- A certificate of what turned out to be wrong says no more that it is genuine.
create function private.withdraw_certificates()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.shares s set revoked_at = now()
  from public.certificates c
  where c.worker_id = new.worker_id and c.outcome_id = new.corrects and s.worker_id = c.worker_id and s.id = c.share_id and s.revoked_at is null;
  return null;
end;
$$;

create trigger outcomes_withdraw_certificates after insert on public.outcomes
for each row when (new.corrects is not null) execute function private.withdraw_certificates();

create function private.certificate_of(shown public.shares)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('kind', private.certificate_kind_of(r.kind), 'issuer', o.name, 'template', c.template)
  from public.certificates c
  join public.outcomes r on r.worker_id = c.worker_id and r.id = c.outcome_id
  left join public.organisations o on o.id = c.organisation_id
  where c.worker_id = shown.worker_id and c.share_id = shown.id
$$;

alter table public.certificate_templates enable row level security;
alter table public.certificates enable row level security;

create policy certificate_templates_select on public.certificate_templates for select to authenticated
using ((select private.my_worker_id()) is not null);
create policy certificates_select on public.certificates for select to authenticated using (worker_id = (select private.my_worker_id()));

revoke all on public.certificate_templates, public.certificates from anon, authenticated, service_role;
grant select on public.certificate_templates, public.certificates to authenticated, service_role;
revoke execute on function public.keep_certificate_template, public.issue_certificate from public, anon, authenticated;
grant execute on function public.keep_certificate_template, public.issue_certificate to authenticated;
