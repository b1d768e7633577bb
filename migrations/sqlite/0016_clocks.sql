-- +goose Up
alter table approval_rules add column silence text not null default 'escalate' check (silence in ('approval', 'refusal', 'escalate') and (silence <> 'approval' or mode <> 'required_by_law'));
alter table submissions add column silence text not null default 'escalate' check (silence in ('approval', 'refusal', 'escalate'));
alter table submissions add column escalated_at datetime;
alter table submissions add column by_silence boolean not null default 0;
create table notices (
  id text primary key not null,
  submission_id text not null references submissions (id),
  user_id text not null references users (id),
  alarm text not null check (alarm in ('half_time', 'last_day', 'deadline')),
  created_at datetime not null,
  sent_at datetime,
  unique (submission_id, user_id, alarm)
);
-- What is under review already has no clock yet.
insert into owed_tasks (id, kind, payload, unique_key, due_at, tries, held, fault, created_at)
  select lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6))), 'submission.alarm', '{"submission":"' || id || '","alarm":"deadline"}', 'submission.alarm/' || id || '/deadline', due_at, 0, 0, '', unixepoch() * 1000000
  from submissions where state = 'under_review';
