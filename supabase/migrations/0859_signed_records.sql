-- What is true afterwards: a share that left as a signed file has a place in a public list of bits, its own and nobody else's; taking the
-- share back sets the bit. Places are given at random, so that a place says nothing about when or to whom it was given.

create table private.status_places (
  list integer not null check (list >= 1),
  place integer not null check (place between 0 and 131071),
  worker_id uuid not null,
  share_id uuid not null,
  primary key (list, place),
  constraint status_places_share unique (worker_id, share_id),
  constraint status_places_shares foreign key (worker_id, share_id) references public.shares (worker_id, id) on delete restrict
);
comment on table private.status_places is '@directory Which bit of which public list says whether a signed file was taken back.';

create function private.place_for(worker uuid, share uuid)
returns private.status_places
language plpgsql volatile set search_path = ''
as $$
declare
  mine private.status_places;
  newest integer;
begin
  select p.* into mine from private.status_places p where p.worker_id = worker and p.share_id = share;
  if found then
    return mine;
  end if;
  select coalesce(max(p.list), 1) into newest from private.status_places p;
  -- Twenty places at random that are all taken: the list is nearly full, and the next one begins.
  for attempt in 1..40 loop
    insert into private.status_places (list, place, worker_id, share_id)
    values (newest + attempt / 21, floor(random() * 131072), worker, share)
    on conflict do nothing returning * into mine;
    if not found then
      select p.* into mine from private.status_places p where p.worker_id = worker and p.share_id = share;
    end if;
    exit when mine.list is not null;
  end loop;
  return mine;
end;
$$;

create function public.signed_share(share uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.shares;
  kept private.status_places;
begin
  select s.* into mine from public.shares s where s.worker_id = me and s.id = share;
  if not found then
    perform private.business_error('share_not_found', 'PT404');
  elsif mine.revoked_at is not null or mine.expires_on < private.today() then
    perform private.business_error('share_shows_nothing', 'PT409');
  end if;
  kept := private.place_for(me, share);
  return public.my_share(share) || jsonb_build_object('status', jsonb_build_object('list', kept.list, 'place', kept.place));
end;
$$;
comment on function public.signed_share is 'One of my shares, to be signed: with its place in a list that says whether it was taken back.';

create function public.clerk_status_list(wanted integer)
returns integer[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(array_agg(p.place order by p.place) filter (where s.revoked_at is not null), '{}')
  from private.status_places p
  join public.shares s on s.worker_id = p.worker_id and s.id = p.share_id
  where p.list = wanted
  having count(*) > 0
$$;
comment on function public.clerk_status_list is 'The places of a list whose shares were taken back; null when there is no such list.';

alter table private.status_places enable row level security;
revoke all on private.status_places from public, anon, authenticated, service_role;
revoke execute on function public.signed_share, public.clerk_status_list from public, anon, authenticated;
grant execute on function public.signed_share to authenticated;
grant execute on function public.clerk_status_list to service_role;
