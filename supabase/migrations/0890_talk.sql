-- What is true afterwards: who learnt something of a course can rate it, once; who is in it can ask under a lesson and answer; what three people
-- object to is out of sight until somebody decides; what is taken away says why to who wrote it, and the decision is written down.

create table public.lesson_posts (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  course_id uuid not null references public.courses (id) on delete restrict,
  lesson text not null check (length(lesson) between 1 and 60),
  asker_id uuid,
  question_id uuid,
  body text not null check (length(btrim(body)) between 1 and 1000),
  by_teacher boolean not null,
  written_at timestamptz not null default now(),
  reports integer not null default 0,
  verdict text check (verdict in ('kept', 'removed', 'withdrawn')),
  reason text check (length(reason) between 1 and 200),
  primary key (worker_id, id),
  constraint lesson_posts_question foreign key (asker_id, question_id) references public.lesson_posts (worker_id, id) on delete restrict,
  constraint lesson_posts_reply check ((asker_id is null) = (question_id is null))
);
comment on table public.lesson_posts is 'A question under a lesson, or an answer to one.';
comment on column public.lesson_posts.by_teacher is 'Whether who wrote it taught somewhere when she did.';
create index lesson_posts_lesson on public.lesson_posts (course_id, lesson, written_at desc);
create index lesson_posts_answers on public.lesson_posts (asker_id, question_id, written_at);
create index lesson_posts_reported on public.lesson_posts (written_at) where reports > 0 and verdict is null;
create index lesson_posts_lately on public.lesson_posts (worker_id, written_at desc);

create table public.post_reports (
  worker_id uuid not null references public.workers (id) on delete restrict,
  writer_id uuid not null,
  post_id uuid not null,
  reported_at timestamptz not null default now(),
  primary key (worker_id, writer_id, post_id),
  constraint post_reports_post foreign key (writer_id, post_id) references public.lesson_posts (worker_id, id) on delete cascade
);
comment on table public.post_reports is 'Somebody objects to a post. Once each.';
create index post_reports_post on public.post_reports (writer_id, post_id);

create function private.is_shown(post public.lesson_posts)
returns boolean
language sql immutable set search_path = ''
as $$ select case when (post).verdict is null then (post).reports < 3 else (post).verdict = 'kept' end $$;
comment on function private.is_shown is 'Three who object take it out of sight until somebody decides. What was looked at and kept stays.';

create function public.rate_course(course_slug text, stars integer)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  rated uuid;
begin
  if stars is null or stars not between 1 and 5 then
    perform private.business_error('stars_not_understood', 'PT422');
  end if;
  select c.id into rated from public.courses c
  where c.slug = course_slug and exists (
    select from public.enrolments e
    join public.study_progress p on p.worker_id = e.worker_id and p.enrolment_id = e.id and p.completed_at is not null
    where e.worker_id = me and e.course_id = c.id
  );
  if rated is null then
    perform private.business_error('nothing_learnt_yet', 'PT409');
  end if;
  insert into public.course_ratings as r (worker_id, course_id, stars) values (me, rated, rate_course.stars)
  on conflict (worker_id, course_id) do update set stars = excluded.stars, rated_at = now();
  return true;
end;
$$;
comment on function public.rate_course is 'I say what I think of a course of which I completed a lesson. The last word counts.';

create function private.in_course(worker uuid, course uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.enrolments e where e.worker_id = worker and e.course_id = course) $$;

create function public.write_post(post uuid, enrolment uuid, lesson_slug text, body text, asker uuid default null, question uuid default null)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
begin
  mine := private.enrolment_of(me, enrolment, false);
  if post is null or body is null or length(btrim(body)) not between 1 and 1000 or not exists (
    select from public.lessons l where l.course_id = mine.course_id and l.version = mine.version and l.slug = lesson_slug
  ) then
    perform private.business_error('post_not_understood', 'PT422');
  elsif question is not null and not exists (
    select from public.lesson_posts q where q.worker_id = asker and q.id = question and q.question_id is null
      and q.course_id = mine.course_id and q.lesson = lesson_slug and private.is_shown(q)
  ) then
    perform private.business_error('question_not_found', 'PT404');
  end if;
  perform pg_advisory_xact_lock(hashtextextended(me::text, 890));
  if exists (select from public.lesson_posts p where p.worker_id = me and p.id = post) then
    return post;
  elsif (select count(*) from public.lesson_posts p where p.worker_id = me and p.written_at > now() - interval '1 hour') >= 20 then
    perform private.business_error('too_many_posts', 'PT429');
  end if;
  insert into public.lesson_posts (worker_id, id, course_id, lesson, asker_id, question_id, body, by_teacher)
  values (me, post, mine.course_id, lesson_slug, case when question is not null then asker end, question, btrim(body),
    exists (select from private.my_roles() r where r.role = 'trainer'));
  return post;
end;
$$;
comment on function public.write_post is 'I ask under a lesson of a course that I am in, or answer there. Sent twice it is one.';

create function public.withdraw_post(post uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  update public.lesson_posts p set verdict = 'withdrawn' where p.worker_id = me and p.id = post and p.verdict is distinct from 'removed';
  if not found then
    perform private.business_error('post_not_found', 'PT404');
  end if;
  return true;
end;
$$;
comment on function public.withdraw_post is 'I take back what I wrote. Answers of others stay, without it.';

create function public.report_post(writer uuid, post uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  target public.lesson_posts;
begin
  select p.* into target from public.lesson_posts p where p.worker_id = writer and p.id = post for update;
  if target.id is null or not private.in_course(me, target.course_id) or not private.is_shown(target) then
    perform private.business_error('post_not_found', 'PT404');
  elsif writer = me then
    perform private.business_error('post_is_yours', 'PT409');
  end if;
  insert into public.post_reports (worker_id, writer_id, post_id) values (me, writer, post) on conflict do nothing;
  if found then
    update public.lesson_posts p set reports = p.reports + 1 where p.worker_id = writer and p.id = post;
  end if;
  return true;
end;
$$;
comment on function public.report_post is 'I object to a post. Three who do take it out of sight until somebody decides.';

create function private.shown_post(post public.lesson_posts, reader uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('writer', post.worker_id, 'id', post.id, 'own', post.worker_id = reader, 'by_teacher', post.by_teacher,
    'written_at', post.written_at, 'shown', private.is_shown(post), 'verdict', post.verdict, 'reason', post.reason,
    -- A learner is called by her surname only: a question is no reason to be found.
    'name', case when w.name is null then null when post.by_teacher or post.worker_id = reader then w.name else left(w.name, 1) end,
    'body', case when private.is_shown(post) or post.worker_id = reader then post.body end)
  from public.workers w where w.id = post.worker_id
$$;

create function public.lesson_talk(enrolment uuid, lesson_slug text, before timestamptz default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
begin
  mine := private.enrolment_of(me, enrolment, false);
  return coalesce((
    select jsonb_agg(private.shown_post(q, me) || jsonb_build_object('answers', coalesce((
      select jsonb_agg(private.shown_post(a, me) order by a.written_at, a.id)
      from (
        select r.* from public.lesson_posts r
        where r.asker_id = q.worker_id and r.question_id = q.id and (private.is_shown(r) or r.worker_id = me)
        order by r.written_at limit 50
      ) a
    ), '[]')) order by q.written_at desc, q.id)
    from (
      select p.* from public.lesson_posts p
      where p.course_id = mine.course_id and p.lesson = lesson_slug and p.question_id is null
        and (before is null or p.written_at < before)
        and (p.worker_id = me or private.is_shown(p)
          or exists (select from public.lesson_posts r where r.asker_id = p.worker_id and r.question_id = p.id and private.is_shown(r)))
      order by p.written_at desc limit 11
    ) q
  ), '[]');
end;
$$;
comment on function public.lesson_talk is 'The latest questions under a lesson of a course I am in, with their answers; ten, and one more to tell whether there are older ones.';

-- Deciding -----------------------------------------------------------------------------------------------------------------------

create function public.reported_posts(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.moderates(organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('writer', p.worker_id, 'id', p.id, 'name', p.name, 'body', p.body, 'reports', p.reports,
      'own', p.worker_id = private.my_worker_id(), 'written_at', p.written_at, 'lesson', p.lesson, 'title', p.title) order by p.written_at, p.id)
    from (
      select r.*, w.name, c.listing -> 'title' as title from public.lesson_posts r
      join public.workers w on w.id = r.worker_id join public.courses c on c.id = r.course_id
      where r.reports > 0 and r.verdict is null order by r.written_at, r.id limit 50
    ) p
  ), '[]');
end;
$$;
comment on function public.reported_posts is 'What somebody objected to and nobody decided on yet, the oldest first.';

create function public.judge_post(organisation uuid, writer uuid, post uuid, verdict text, reason text default null)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  target public.lesson_posts;
begin
  if not private.moderates(organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif verdict is null or verdict not in ('kept', 'removed') or (verdict = 'removed' and coalesce(length(btrim(reason)), 0) not between 1 and 200) then
    perform private.business_error('removal_reason_missing', 'PT422');
  end if;
  select p.* into target from public.lesson_posts p where p.worker_id = writer and p.id = post for update;
  if target.id is null or target.verdict is not null then
    perform private.business_error('post_not_found', 'PT404');
  elsif writer = private.my_worker_id() then
    perform private.business_error('post_is_yours', 'PT409');
  end if;
  update public.lesson_posts p set verdict = judge_post.verdict, reason = case when judge_post.verdict = 'removed' then btrim(judge_post.reason) end
  where p.worker_id = writer and p.id = post;
  perform private.audit('post.' || verdict, writer, organisation, jsonb_build_object('post', post));
  return true;
end;
$$;
comment on function public.judge_post is 'Keeps or removes a post that somebody objected to. Who wrote it reads why.';

create function private.forget_posts()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.lesson_posts p set verdict = 'withdrawn', body = '—' where p.worker_id = new.id;
  return null;
end;
$$;

create trigger workers_forget_posts after update of erased_at on public.workers
for each row when (old.erased_at is null and new.erased_at is not null) execute function private.forget_posts();

alter table public.lesson_posts enable row level security;
alter table public.post_reports enable row level security;

create policy lesson_posts_select on public.lesson_posts for select to authenticated using (worker_id = (select private.my_worker_id()));
create policy post_reports_select on public.post_reports for select to authenticated using (worker_id = (select private.my_worker_id()));

revoke all on public.lesson_posts, public.post_reports from anon, authenticated, service_role;
grant select on public.lesson_posts, public.post_reports to authenticated, service_role;
revoke execute on function public.rate_course, public.write_post, public.withdraw_post, public.report_post, public.lesson_talk,
  public.reported_posts, public.judge_post from public, anon, authenticated;
grant execute on function public.rate_course, public.write_post, public.withdraw_post, public.report_post, public.lesson_talk,
  public.reported_posts, public.judge_post to authenticated;
