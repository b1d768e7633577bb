-- +goose Up
alter table approval_rules add column silence text not null default 'escalate' check (silence in ('approval', 'refusal', 'escalate') and (silence <> 'approval' or mode <> 'required_by_law'));
alter table submissions add column silence text not null default 'escalate' check (silence in ('approval', 'refusal', 'escalate'));
alter table submissions add column escalated_at timestamptz;
alter table submissions add column by_silence boolean not null default false;
create table notices (
  id uuid primary key not null,
  submission_id uuid not null references submissions,
  user_id uuid not null references users,
  alarm text not null check (alarm in ('half_time', 'last_day', 'deadline')),
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (submission_id, user_id, alarm)
);
-- What is under review already has no clock yet.
insert into owed_tasks (id, kind, payload, unique_key, due_at, tries, held, fault, created_at)
  select gen_random_uuid(), 'submission.alarm', '{"submission":"' || id || '","alarm":"deadline"}', 'submission.alarm/' || id || '/deadline', due_at, 0, false, '', now()
  from submissions where state = 'under_review';
