-- What is true afterwards: nobody has a role, or is part of an organisation, before she says yes; a role that weighs much needs the
-- yes of somebody else as well; and whoever invites learns nothing of whom she invited but what she typed herself.

create table private.look_ups (
  worker_id uuid not null references public.workers (id) on delete cascade,
  day date not null default private.today(),
  tries smallint not null check (tries between 1 and 10),
  primary key (worker_id, day)
);
comment on table private.look_ups is
  '@directory How many phone numbers and addresses somebody tried on a day, whether they were known or not.';

create table private.invitations (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  sign_in_name text not null check (length(sign_in_name) between 3 and 200),
  role public.membership_role not null,
  first_day date,
  last_day date,
  invited_by uuid not null references public.workers (id) on delete restrict,
  invited_at timestamptz not null default now(),
  confirmed_by uuid references public.workers (id) on delete restrict,
  answered_by uuid references public.workers (id) on delete restrict,
  accepted boolean,
  began_at timestamptz,
  withdrawn_at timestamptz,
  constraint invitations_first_before_last check (last_day is null or last_day >= coalesce(first_day, last_day)),
  constraint invitations_answered check ((answered_by is null) = (accepted is null)),
  constraint invitations_agreed check (began_at is null or accepted and confirmed_by is not null)
);
comment on table private.invitations is
  '@directory Who was asked to take a role: by what was typed, as it is hers whoever proves that name. Withdrawn ones stay written.';
comment on column private.invitations.confirmed_by is
  'Who stands for it: the one who invited, or somebody else where the role weighs much. Empty while that is open.';
create unique index invitations_once on private.invitations (organisation_id, sign_in_name, role)
where accepted is null and withdrawn_at is null;
create index invitations_organisation on private.invitations (organisation_id, invited_at);
create index invitations_name on private.invitations (sign_in_name);
create index invitations_invited_by on private.invitations (invited_by);
create index invitations_confirmed_by on private.invitations (confirmed_by);
create index invitations_answered_by on private.invitations (answered_by);

alter table private.look_ups enable row level security;
alter table private.invitations enable row level security;

create function private.gives_role(organisation uuid, role public.membership_role)
returns boolean
language sql stable set search_path = ''
as $$
  select private.stands_over(organisation, '{officer}')
    or role in ('worker', 'trainer', 'manager') and private.keeps_people(organisation, '{manager}')
$$;
comment on function private.gives_role is 'An officer gives any role at or below hers; a manager gives the roles of her house.';

create function private.stands_above(organisation uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from private.my_roles() r
    join public.organisation_paths p on p.ancestor_id = r.organisation_id and p.descendant_id = organisation and p.depth > 0
    where r.role = 'officer'
  )
$$;

create function private.roles_bound(one uuid, other uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.memberships m
    where (m.worker_id, m.given_by) in ((one, other), (other, one)) and private.weighs_much(m.role)
      and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
  )
$$;
comment on function private.roles_bound is
  'Whether one of two has a role from the other: in one decision they are one voice, not two.';

create function private.is_mine(sign_in_name text)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from private.sign_in_names n join private.accounts a on a.user_id = n.user_id
    where n.name = sign_in_name and n.proven_at is not null and a.worker_id = private.my_worker_id()
  )
$$;

create function private.is_open(asked private.invitations)
returns boolean
language sql stable set search_path = ''
as $$
  select asked.withdrawn_at is null and asked.began_at is null and asked.accepted is distinct from false
    and asked.invited_at > now() - interval '30 days'
$$;

create function private.locked_invitation(invitation uuid)
returns private.invitations
language plpgsql volatile set search_path = ''
as $$
declare
  asked private.invitations;
begin
  -- Two who answer, confirm or withdraw at once follow each other.
  select i.* into asked from private.invitations i where i.id = invitation for update;
  return asked;
end;
$$;

create function private.begin_role(asked private.invitations)
returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  if asked.accepted is distinct from true or asked.confirmed_by is null then
    return false;
  end if;
  insert into public.memberships (worker_id, organisation_id, role, given_by, valid_from, valid_until)
  values (asked.answered_by, asked.organisation_id, asked.role, asked.invited_by,
    greatest(asked.first_day, private.today()), asked.last_day);
  update private.invitations i set began_at = now() where i.id = asked.id;
  perform private.audit('membership.began', asked.answered_by, asked.organisation_id, jsonb_build_object('role', asked.role));
  return true;
exception
  when exclusion_violation then
    perform private.business_error('membership_exists', 'PT409');
  when check_violation then
    perform private.business_error('invitation_over', 'PT409');
end;
$$;
comment on function private.begin_role is 'It begins in the moment in which both have said yes: she, and whoever stands for it.';

create function private.count_look_up()
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  insert into private.look_ups as l (worker_id, tries) values (private.my_worker_id(), 1)
  on conflict (worker_id, day) do update set tries = l.tries + 1 where l.tries < 10;
  if not found then
    perform private.business_error('too_many_look_ups', 'PT429', '{"limit": 10}');
  end if;
end;
$$;

create function public.invite(
  whose_name text, organisation uuid, new_role public.membership_role, first_day date default null, last_day date default null
)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  made uuid;
begin
  if not private.gives_role(organisation, new_role) then
    perform private.business_error('not_allowed', 'PT403');
  elsif private.is_mine(whose_name) then
    perform private.business_error('own_appointment', 'PT403');
  elsif last_day < coalesce(first_day, private.today()) then
    perform private.business_error('from_after_until', 'PT422');
  elsif exists (
    select from private.invitations i
    where (i.organisation_id, i.sign_in_name, i.role) = (organisation, whose_name, new_role)
      and i.accepted is false and i.invited_at > now() - interval '30 days'
  ) then
    perform private.business_error('invitation_declined', 'PT409');
  end if;
  -- What has run out makes room for a new one.
  update private.invitations i set withdrawn_at = now()
  where (i.organisation_id, i.sign_in_name, i.role) = (organisation, whose_name, new_role)
    and i.accepted is null and i.withdrawn_at is null and not private.is_open(i);
  insert into private.invitations (organisation_id, sign_in_name, role, first_day, last_day, invited_by, confirmed_by)
  values (organisation, whose_name, new_role, invite.first_day, invite.last_day, me,
    case when not private.weighs_much(new_role) or private.stands_above(organisation) then me end)
  on conflict (organisation_id, sign_in_name, role) where accepted is null and withdrawn_at is null do nothing
  returning id into made;
  if made is null then
    return (
      select i.id from private.invitations i
      where (i.organisation_id, i.sign_in_name, i.role) = (organisation, whose_name, new_role)
        and i.accepted is null and i.withdrawn_at is null
    );
  end if;
  perform private.count_look_up();
  perform private.audit('membership.offered', me, organisation, jsonb_build_object('role', new_role));
  -- Whom it concerns sees who had her number; nobody else sees whether there was anybody.
  perform private.audit('worker.looked_up', a.worker_id)
  from private.sign_in_names n join private.accounts a on a.user_id = n.user_id
  where n.name = whose_name and n.proven_at is not null;
  return made;
end;
$$;
comment on function public.invite is
  'Asks whoever has this phone number or address to take a role. Answers the same whether anybody has it. The same again is the same one.';

create function public.confirm_invitation(invitation uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  asked private.invitations := private.locked_invitation(invitation);
begin
  if asked.id is null or not private.stands_over(asked.organisation_id, '{officer}') then
    perform private.business_error('invitation_not_found', 'PT404');
  elsif asked.confirmed_by = me then
    return asked.began_at is not null;
  elsif asked.invited_by = me or private.is_mine(asked.sign_in_name) then
    perform private.business_error('second_pair_of_eyes', 'PT403');
  elsif asked.confirmed_by is not null or not private.is_open(asked) then
    perform private.business_error('invitation_over', 'PT409');
  end if;
  update private.invitations i set confirmed_by = me where i.id = invitation returning i.* into asked;
  perform private.audit('membership.confirmed', me, asked.organisation_id, jsonb_build_object('role', asked.role));
  return private.begin_role(asked);
end;
$$;
comment on function public.confirm_invitation is
  'A second officer, of the organisation or above it, stands for a role that weighs much: not who invited, nor whom it is for.';

create function public.answer_invitation(invitation uuid, accept boolean)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  asked private.invitations := private.locked_invitation(invitation);
begin
  if asked.id is null or not private.is_mine(asked.sign_in_name) or asked.withdrawn_at is not null then
    perform private.business_error('invitation_not_found', 'PT404');
  elsif asked.accepted = answer_invitation.accept then
    return asked.began_at is not null;
  elsif accept is null or not private.is_open(asked) then
    perform private.business_error('invitation_over', 'PT409');
  end if;
  update private.invitations i set accepted = accept, answered_by = me where i.id = invitation returning i.* into asked;
  perform private.audit(case when accept then 'membership.accepted' else 'membership.declined' end, me, asked.organisation_id,
    jsonb_build_object('role', asked.role));
  return private.begin_role(asked);
end;
$$;
comment on function public.answer_invitation is
  'I say yes or no. While nobody else has stood for it I may still say no. Answers whether the role has begun.';

create function public.withdraw_invitation(invitation uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  asked private.invitations := private.locked_invitation(invitation);
begin
  if asked.id is null or not private.gives_role(asked.organisation_id, asked.role) then
    perform private.business_error('invitation_not_found', 'PT404');
  elsif asked.began_at is not null then
    perform private.business_error('invitation_over', 'PT409');
  end if;
  update private.invitations i set withdrawn_at = now() where i.id = invitation and i.withdrawn_at is null;
  if found then
    perform private.audit('membership.withdrawn', private.me(), asked.organisation_id, jsonb_build_object('role', asked.role));
  end if;
  return true;
end;
$$;
comment on function public.withdraw_invitation is 'Whoever could invite takes it back, as long as the role has not begun.';

create function public.my_invitations()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'organisation', o.name, 'kind', o.kind, 'role', i.role,
      'invited_by', w.name, 'invited_at', i.invited_at, 'first_day', i.first_day, 'last_day', i.last_day,
      'accepted', i.accepted) order by i.invited_at, i.id), '[]')
    from private.sign_in_names n
    join private.accounts a on a.user_id = n.user_id and a.worker_id = me
    join private.invitations i on i.sign_in_name = n.name
    join public.organisations o on o.id = i.organisation_id
    join public.workers w on w.id = i.invited_by
    where n.proven_at is not null and private.is_open(i)
  );
end;
$$;
comment on function public.my_invitations is 'What I was asked to take, by whom, and what waits for somebody else after my yes.';

create function public.invitations_of(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  governs boolean := private.stands_over(organisation, '{officer}');
begin
  if not governs and not private.keeps_people(organisation, '{manager}') then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'sign_in_name', i.sign_in_name, 'role', i.role,
      'invited_by', w.name, 'invited_at', i.invited_at, 'declined', i.accepted is false,
      'confirmed', i.confirmed_by is not null,
      'mine_to_confirm', governs and i.confirmed_by is null and i.accepted is distinct from false
        and i.invited_by <> private.my_worker_id() and not private.is_mine(i.sign_in_name),
      'mine_to_withdraw', private.gives_role(i.organisation_id, i.role)) order by i.invited_at, i.id), '[]')
    from private.invitations i join public.workers w on w.id = i.invited_by
    where i.organisation_id = organisation and i.withdrawn_at is null and i.began_at is null
      and i.invited_at > now() - interval '30 days'
  );
end;
$$;
comment on function public.invitations_of is
  'What was offered here and has not begun: in the words of whoever typed them, the same whether anybody has that number.';

create function public.end_membership(worker uuid, membership uuid, last_day date default private.today())
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  ended public.memberships;
begin
  update public.memberships m set valid_until = greatest(m.valid_from, last_day)
  where m.worker_id = worker and m.id = membership and (m.valid_until is null or m.valid_until > last_day)
    and (
      m.organisation_id in (select private.organisations_below('{officer}'))
      or m.role in ('worker', 'trainer', 'manager') and m.organisation_id in (select private.people_below('{manager}'))
    )
  returning * into ended;
  if ended is null then
    perform private.business_error('membership_not_found', 'PT404');
  end if;
  perform private.audit('membership.ended', worker, ended.organisation_id, jsonb_build_object('role', ended.role));
  return true;
end;
$$;
comment on function public.end_membership is 'Ends a role on a day, by whoever could give it. What was before that day stays written.';

revoke execute on function public.invite, public.confirm_invitation, public.answer_invitation, public.withdraw_invitation,
  public.my_invitations, public.invitations_of, public.end_membership from public, anon;
grant execute on function public.invite, public.confirm_invitation, public.answer_invitation, public.withdraw_invitation,
  public.my_invitations, public.invitations_of, public.end_membership to authenticated;
