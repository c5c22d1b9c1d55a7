-- What is true afterwards: a worker shows results of hers, those she chose and no others, to whoever has the link, until a day, and takes
-- it back when she likes; whoever opens it is written down; who guesses learns nothing.

create table public.shares (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{20}$'),
  audience text not null check (length(audience) between 1 and 60),
  outcomes uuid[] not null check (cardinality(outcomes) between 1 and 1000),
  expires_on date,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  replaced_by uuid,
  primary key (worker_id, id),
  constraint shares_replaced foreign key (worker_id, replaced_by) references public.shares (worker_id, id) on delete restrict
);
comment on table public.shares is 'What a worker shows of her record. The results are fixed when it is made, so that what was shown stays what it was.';
comment on column public.shares.code is 'A hundred bits of chance. Who has it may look; it is found by nobody who guesses.';
comment on column public.shares.audience is 'For whom it is, in her own words. Nobody else reads that.';
create index shares_code on public.shares (code);
create index shares_replaced on public.shares (worker_id, replaced_by);
create index shares_own on public.shares (worker_id, created_at desc, id desc);

create function private.make_share(worker uuid, share uuid, audience text, outcomes uuid[], expires_on date default null)
returns void
language sql volatile set search_path = ''
as $$
  insert into public.shares (worker_id, id, code, audience, outcomes, expires_on)
  values (worker, share, private.spelled(extensions.gen_random_bytes(20)), trim(audience), outcomes, expires_on)
$$;

create function public.share_record(share uuid, part text, audience text, since date default null, expires_on date default null,
  replaces uuid default null)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  chosen uuid[];
begin
  if share is null or part is null or part not in ('all', 'courses', 'elsewhere') or length(trim(audience)) not between 1 and 60 then
    perform private.business_error('share_not_understood', 'PT422');
  end if;
  if expires_on < private.today() then
    perform private.business_error('day_is_past', 'PT422');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('shares ' || me, 0));
  if exists (select from public.shares s where s.worker_id = me and s.id = share) then
    return share;
  end if;
  if (select count(*) from public.shares s where s.worker_id = me and s.revoked_at is null
    and not exists (select from public.certificates c where c.worker_id = me and c.share_id = s.id)) >= 100 then
    perform private.business_error('too_many_shares', 'PT409');
  end if;
  select array_agg(o.id order by o.achieved_at desc, o.id) into chosen
  from (
    select r.id, r.achieved_at from private.standing_outcomes r
    where r.worker_id = me and (part = 'all' or (part = 'courses') = (r.kind in ('course_completed', 'course_repeated')))
      and (since is null or r.achieved_at >= since::timestamp at time zone 'Asia/Shanghai')
    order by r.achieved_at desc, r.id limit 1000
  ) o;
  if chosen is null then
    perform private.business_error('nothing_to_share', 'PT422');
  end if;
  perform private.make_share(me, share, audience, chosen, expires_on);
  update public.shares s set replaced_by = share, revoked_at = now() where s.worker_id = me and s.id = replaces and s.revoked_at is null;
  return share;
end;
$$;
comment on function public.share_record is
  'Fixes which results are shown: all, courses, or what happened elsewhere, from a day on. Sent twice it is one. It may take the place of another.';

create function public.revoke_share(share uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  update public.shares s set revoked_at = coalesce(s.revoked_at, now()) where s.worker_id = me and s.id = share;
  if not found then
    perform private.business_error('share_not_found', 'PT404');
  end if;
  return true;
end;
$$;
comment on function public.revoke_share is 'From now on the link shows nothing but that it was taken back.';

create function private.shared_results(shown public.shares)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', o.id, 'kind', o.kind, 'achieved_at', o.achieved_at, 'hours_min', o.hours_min, 'version', o.version,
    'slug', c.slug, 'title', v.content -> 'title', 'provider', f.name, 'verifier', r.name,
    -- What she is called by her papers is hers to show there; a number of a certificate is not everybody's.
    'facts', o.facts - 'number',
    'corrected', exists (select from public.outcomes n where n.worker_id = o.worker_id and n.corrects = o.id)) order by o.achieved_at desc, o.id), '[]')
  from public.outcomes o
  left join public.courses c on c.id = o.course_id
  left join public.course_versions v on v.course_id = o.course_id and v.version = o.version
  left join public.course_facets f on f.facet = 'provider' and f.code = c.provider
  left join public.organisations r on r.id = o.verifier_id
  where o.worker_id = shown.worker_id and o.id = any (shown.outcomes)
$$;

create function public.my_share(share uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.shares;
begin
  select s.* into mine from public.shares s where s.worker_id = me and s.id = share;
  if not found then
    perform private.business_error('share_not_found', 'PT404');
  end if;
  return to_jsonb(mine) - 'outcomes' || jsonb_build_object('results', private.shared_results(mine),
    'certificate', private.certificate_of(mine), 'name', (select w.name from public.workers w where w.id = me), 'opened', (
      select coalesce(jsonb_agg(a.at order by a.at desc), '[]') from (
        select e.at from public.audit_entries e where e.worker_id = me and e.action = 'share.opened' and e.facts ->> 'share' = share::text
        order by e.at desc limit 20
      ) a
    ));
end;
$$;
comment on function public.my_share is 'One of my shares: its code, what it shows, and when it was opened lately.';

create function public.clerk_open_share(share_code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  asked public.shares;
  holder text;
  state text;
begin
  select s.* into asked from public.shares s where s.code = share_code;
  select w.name into holder from public.workers w where w.id = asked.worker_id and w.erased_at is null;
  state := case
    when asked.id is null then 'unknown'
    when asked.replaced_by is not null then 'superseded'
    when asked.revoked_at is not null or holder is null then 'revoked'
    when asked.expires_on < private.today() then 'expired'
    else 'valid' end;
  if state <> 'valid' then
    return jsonb_build_object('state', state, 'since', coalesce(asked.revoked_at, asked.expires_on::timestamptz));
  end if;
  perform private.audit('share.opened', asked.worker_id, null, jsonb_build_object('share', asked.id));
  return jsonb_build_object('state', state, 'name', holder, 'created_at', asked.created_at, 'expires_on', asked.expires_on,
    'certificate', private.certificate_of(asked), 'results', private.shared_results(asked));
end;
$$;
comment on function public.clerk_open_share is 'What whoever has the code gets to see. That somebody looked is written down for the one who is looked at.';

create function private.forget_shares()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.shares s set revoked_at = coalesce(s.revoked_at, now()), audience = '—' where s.worker_id = new.id;
  return null;
end;
$$;

create trigger workers_forget_shares after update of erased_at on public.workers
for each row when (old.erased_at is null and new.erased_at is not null) execute function private.forget_shares();

alter table public.shares enable row level security;

create policy shares_select on public.shares for select to authenticated using (worker_id = (select private.my_worker_id()));

revoke all on public.shares from anon, authenticated, service_role;
grant select on public.shares to authenticated, service_role;
revoke execute on function public.share_record, public.revoke_share, public.my_share, public.clerk_open_share from public, anon, authenticated;
grant execute on function public.share_record, public.revoke_share, public.my_share to authenticated;
grant execute on function public.clerk_open_share to service_role;
