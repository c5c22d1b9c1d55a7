-- What is true afterwards: a worker claims what she achieved elsewhere and lays evidence beside it; only she and the organisation that
-- she asks to verify it read that; she may take it back, and it goes when she asks to be forgotten.

create type public.claim_verdict as enum ('verified', 'refused', 'withdrawn');

create table public.claims (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  kind text not null check (kind in ('training', 'certificate', 'skill_level', 'contest', 'degree', 'teaching', 'mentoring', 'proposal', 'work')),
  title text not null check (length(title) between 1 and 100),
  issuer text not null check (length(issuer) between 1 and 100),
  achieved_on date not null check (achieved_on >= '1950-01-01'),
  facts jsonb not null default '{}',
  files jsonb not null default '[]',
  corrects uuid,
  claimed_at timestamptz not null default now(),
  primary key (worker_id, id),
  constraint claims_corrects foreign key (worker_id, corrects) references public.outcomes (worker_id, id) on delete restrict
);
comment on table public.claims is '@append-only What a worker says she achieved, whom she asks to verify it, and what lies beside it.';
comment on column public.claims.id is 'Made when the form is shown, so that sending it twice is one claim.';
comment on column public.claims.files is 'Evidence: [{name, type, size}]. The name is the path in the bucket below worker and claim.';
comment on column public.claims.corrects is 'The result that is wrong as it stands, where that is what she says.';
create index claims_corrects on public.claims (worker_id, corrects);
create index claims_queue on public.claims (organisation_id, claimed_at, id);
create index claims_own on public.claims (worker_id, claimed_at desc, id desc);

create table public.claim_decisions (
  worker_id uuid not null,
  claim_id uuid not null,
  verdict public.claim_verdict not null,
  reason text check (length(reason) between 1 and 500),
  decided_by uuid not null references public.workers (id) on delete restrict,
  decided_at timestamptz not null default now(),
  primary key (worker_id, claim_id),
  constraint claim_decisions_claim foreign key (worker_id, claim_id) references public.claims (worker_id, id) on delete restrict,
  constraint claim_decisions_reason check (verdict <> 'refused' or reason is not null)
);
comment on table public.claim_decisions is '@append-only What became of a claim. One row for each: the first decision is the last.';
create index claim_decisions_decider on public.claim_decisions (decided_by);

create function private.my_desks()
returns setof uuid
language sql stable security definer set search_path = ''
as $$ select r.organisation_id from private.my_roles() r where r.role in ('manager', 'officer', 'bank_officer') $$;
comment on function private.my_desks is 'Where I verify claims: at the very organisation that was asked, not at all those below mine.';

-- Appeals come later (0990_appeals.sql); whoever hears one reads the claim it is about, and the evidence beside it.
create function private.hears_claim(worker uuid, claim uuid)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.appeals a where a.worker_id = worker and a.claim_id = claim and private.on_panel(a.organisation_id)
  );
end;
$$;

create function public.claim_desks()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name) order by d.depth, d.name)
    from (
      select o.id, o.name, min(p.depth) as depth
      from private.my_roles() r
      join public.organisation_paths p on p.descendant_id = r.organisation_id
      join public.organisations o on o.id = p.ancestor_id
      where exists (
        select from public.memberships m
        where m.organisation_id = o.id and m.role in ('manager', 'officer', 'bank_officer') and m.worker_id <> me
          and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
      )
      group by o.id, o.name
    ) d
  ), '[]');
end;
$$;
comment on function public.claim_desks is 'Whom I can ask to verify a claim: organisations at or above mine where somebody else than me decides. The nearest first.';

create function private.is_day(typed text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return typed ~ '^\d{4}-\d{2}-\d{2}$' and to_char(make_date(left(typed, 4)::integer, substr(typed, 6, 2)::integer, right(typed, 2)::integer),
    'YYYY-MM-DD') = typed;
exception when datetime_field_overflow then
  return false;
end;
$$;

create function private.facts_are_wrong(facts jsonb)
returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(facts) is distinct from 'object' or exists (
    select from jsonb_each(case jsonb_typeof(facts) when 'object' then facts else '{}' end) f
    where f.key not in ('trade', 'level', 'level_of_contest', 'rank', 'team', 'role', 'hours', 'score', 'grade', 'implemented', 'number', 'started')
      or jsonb_typeof(f.value) <> 'string' or length(f.value #>> '{}') not between 1 and 60
      -- What the rules count with has to be what they take it for.
      or f.key in ('team', 'implemented') and f.value #>> '{}' <> 'true'
      or f.key = 'hours' and f.value #>> '{}' !~ '^\d{1,4}(\.\d)?$'
      or f.key = 'score' and f.value #>> '{}' !~ '^(100|\d{1,2}(\.\d{1,2})?)$'
      or f.key = 'started' and not private.is_day(f.value #>> '{}')
  )
$$;

create function private.check_claim_files(claim public.claims)
returns void
language plpgsql stable set search_path = ''
as $$
begin
  if jsonb_typeof(claim.files) is distinct from 'array' or jsonb_array_length(claim.files) > 5 or exists (
    select from jsonb_array_elements(claim.files) f
    where f ->> 'name' !~ '^[0-9a-f]{64}\.(jpg|png|webp|pdf)$' or not exists (
      select from storage.objects o
      where o.bucket_id = 'evidence' and o.name = concat_ws('/', claim.worker_id, claim.id, f ->> 'name')
    )
  ) then
    perform private.business_error('evidence_missing', 'PT422');
  end if;
end;
$$;

create function public.claim_outcome(claim jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.claims;
  found_one public.claims;
begin
  wanted := jsonb_populate_record(null::public.claims, claim || jsonb_build_object('worker_id', me, 'claimed_at', now()));
  if private.facts_are_wrong(wanted.facts) then
    perform private.business_error('claim_not_understood', 'PT422');
  end if;
  perform private.check_claim_files(wanted);
  if wanted.achieved_on > private.today() then
    perform private.business_error('day_not_come', 'PT422');
  end if;
  if not public.claim_desks() @> jsonb_build_array(jsonb_build_object('id', wanted.organisation_id)) then
    perform private.business_error('desk_not_yours', 'PT422');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('claims ' || me, 0));
  select c.* into found_one from public.claims c where c.worker_id = me and c.id = wanted.id;
  if found then
    if to_jsonb(found_one) - 'claimed_at' <> to_jsonb(wanted) - 'claimed_at' then
      perform private.business_error('claim_already_sent', 'PT409');
    end if;
    return found_one.id;
  end if;
  if wanted.corrects is not null and not exists (
    select from private.standing_outcomes o
    where o.worker_id = me and o.id = wanted.corrects and o.kind = wanted.kind and o.verifier_id is not null
  ) then
    perform private.business_error('nothing_to_correct', 'PT409');
  end if;
  if (
    select count(*) from public.claims c where c.worker_id = me
      and not exists (select from public.claim_decisions d where d.worker_id = me and d.claim_id = c.id)
  ) >= 50 then
    perform private.business_error('too_many_claims', 'PT409');
  end if;
  insert into public.claims values (wanted.*);
  return wanted.id;
end;
$$;
comment on function public.claim_outcome is
  'Claims {id, organisation_id, kind, title, issuer, achieved_on, facts, files, corrects}. Sent twice it is one; the evidence has to be there already.';

create function public.withdraw_claim(claim uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  perform 1 from public.claims c where c.worker_id = me and c.id = claim for update;
  if not found then
    perform private.business_error('claim_not_found', 'PT404');
  end if;
  insert into public.claim_decisions (worker_id, claim_id, verdict, decided_by) values (me, claim, 'withdrawn', me) on conflict do nothing;
  if not found and (select d.verdict from public.claim_decisions d where d.worker_id = me and d.claim_id = claim) <> 'withdrawn' then
    perform private.business_error('claim_decided', 'PT409');
  end if;
  return true;
end;
$$;
comment on function public.withdraw_claim is 'I take my claim back, as long as nobody decided on it.';

create function private.has_evidence_room()
returns boolean
language sql stable security definer set search_path = ''
as $$
  select count(*) < 300 from storage.objects o
  where o.bucket_id = 'evidence' and o.name >= private.my_worker_id()::text || '/' and o.name < private.my_worker_id()::text || '0'
$$;
comment on function private.has_evidence_room is 'A life has few certificates; a script that fills the store has many files.';

create table private.evidence_to_forget (
  worker_id uuid primary key references public.workers (id) on delete restrict
);
comment on table private.evidence_to_forget is 'Whose files wait to be taken out of the store. Rows go at once, files when the clerk comes by.';

-- Who asks to be forgotten takes her own words along. What was verified stays as a result without a name.
create function private.forget_claims()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.claim_decisions d where d.worker_id = new.id;
  delete from public.claims c where c.worker_id = new.id;
  insert into private.evidence_to_forget (worker_id) values (new.id) on conflict do nothing;
  return null;
end;
$$;

create trigger workers_forget_claims after update of erased_at on public.workers
for each row when (old.erased_at is null and new.erased_at is not null) execute function private.forget_claims();

create function public.clerk_forgotten_evidence()
returns text[]
language plpgsql volatile security definer set search_path = ''
as $$
begin
  delete from private.evidence_to_forget f where not exists (
    select from storage.objects o where o.bucket_id = 'evidence' and o.name >= f.worker_id || '/' and o.name < f.worker_id || '0'
  );
  return array(
    select o.name from (select f.worker_id from private.evidence_to_forget f limit 20) f
    join storage.objects o on o.bucket_id = 'evidence' and o.name >= f.worker_id || '/' and o.name < f.worker_id || '0'
    limit 100
  );
end;
$$;
comment on function public.clerk_forgotten_evidence is 'Files of people who asked to be forgotten, for the clerk to take out of the store: until it answers with none.';

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('evidence', 'evidence', false, 10485760, '{image/jpeg,image/png,image/webp,application/pdf}')
on conflict (id) do nothing;

alter table private.evidence_to_forget enable row level security;
alter table public.claims enable row level security;
alter table public.claim_decisions enable row level security;

create policy claims_select on public.claims for select to authenticated
using (
  worker_id = (select private.my_worker_id()) or organisation_id in (select private.my_desks()) or private.hears_claim(worker_id, id)
);

create policy claim_decisions_select on public.claim_decisions for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or exists (
    select from public.claims c
    where c.worker_id = claim_decisions.worker_id and c.id = claim_decisions.claim_id and c.organisation_id in (select private.my_desks())
  )
);

-- A path is worker / claim / file. The claim is looked up with the reader's own rights, so who may read it may read what lies beside it.
create policy evidence_select on storage.objects for select to authenticated
using (
  bucket_id = 'evidence' and (
    split_part(name, '/', 1) = (select private.my_worker_id())::text
    or exists (
      select from public.claims c
      where c.worker_id::text = split_part(objects.name, '/', 1) and c.id::text = split_part(objects.name, '/', 2)
        and c.files @> jsonb_build_array(jsonb_build_object('name', split_part(objects.name, '/', 3)))
    )
  )
);

create policy evidence_insert on storage.objects for insert to authenticated
with check (
  bucket_id = 'evidence' and (select private.has_evidence_room()) and name ~ '^[0-9a-f-]{36}/[0-9a-f-]{36}/[0-9a-f]{64}\.(jpg|png|webp|pdf)$'
  and split_part(name, '/', 1) = (select private.my_worker_id())::text
);

revoke all on public.claims, public.claim_decisions from anon, authenticated, service_role;
grant select on public.claims, public.claim_decisions to authenticated, service_role;
revoke execute on function public.claim_desks, public.claim_outcome, public.withdraw_claim
from public, anon, authenticated;
grant execute on function public.claim_desks, public.claim_outcome, public.withdraw_claim
to authenticated;
grant execute on function private.my_desks(), private.has_evidence_room(), private.hears_claim(uuid, uuid) to authenticated;
revoke all on private.evidence_to_forget from public, anon, authenticated, service_role;
revoke execute on function public.clerk_forgotten_evidence from public, anon, authenticated;
grant execute on function public.clerk_forgotten_evidence to service_role;
