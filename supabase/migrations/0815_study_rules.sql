-- What is true afterwards: what is asked of whoever studies, and from where on a person looks at what a machine finds odd, is a row with
-- its day. Nothing of it is a number inside a function.

create table private.study_rules (
  valid_from date primary key,
  check_after_min integer not null check (check_after_min >= 12),
  check_within_min integer not null check (check_within_min >= 1),
  answer_s integer not null check (answer_s >= 30),
  late_day_min integer not null check (late_day_min between 1 and 1440),
  approved_day_min integer not null check (approved_day_min between 1 and 1440),
  approved_over_clock_pct integer not null check (approved_over_clock_pct >= 100),
  approved_over_clock_courses integer not null check (approved_over_clock_courses >= 1),
  devices_a_day integer not null check (devices_a_day >= 1),
  accounts_on_a_device integer not null check (accounts_on_a_device >= 1),
  refused_pct integer not null check (refused_pct between 1 and 100),
  regular_min integer not null check (regular_min >= 1)
);
comment on table private.study_rules is '@reference The rules of honest hours, each row from its day until the next.';
comment on column private.study_rules.check_after_min is 'The least time between two questions whether she is still there, and within which time after that the next falls.';
comment on column private.study_rules.answer_s is 'How long such a question may stand before the time since the last sign of life is not counted.';
comment on column private.study_rules.late_day_min is 'How much of one day away from the network is clock; hours that rest on more wait for a person.';
comment on column private.study_rules.approved_day_min is 'How many approved minutes one day may bring, by the time that paid for them, before a person looks.';
comment on column private.study_rules.approved_over_clock_pct is 
  'How much approved time there may be for the clock of its courses within thirty days, once it is so many courses. Floors allow 166.';
comment on column private.study_rules.refused_pct is 'Which share of observations may have been too fast to be true.';
comment on column private.study_rules.regular_min is 'For how long observations may be alike to the millisecond. Browsers are not.';

insert into private.study_rules (valid_from, check_after_min, check_within_min, answer_s, late_day_min, approved_day_min, approved_over_clock_pct,
  approved_over_clock_courses, devices_a_day, accounts_on_a_device, refused_pct, regular_min)
values ('2020-01-01', 12, 8, 120, 360, 480, 160, 5, 4, 3, 20, 20);

create function private.study_rule()
returns private.study_rules
language sql stable set search_path = ''
as $$ select r from private.study_rules r where r.valid_from <= private.today() order by r.valid_from desc limit 1 $$;

alter table private.study_rules enable row level security;
