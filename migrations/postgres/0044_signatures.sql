-- +goose Up
alter table approval_rules add column signed boolean not null default false check (not signed or silence <> 'approval');
alter table submissions add column signed boolean not null default false;
alter table decisions add column signature jsonb;
-- What keys were asked and did not answer is asked again.
drop table ceremonies;
create table ceremonies (
  id uuid primary key not null,
  user_id uuid not null references users,
  session_id uuid,
  purpose text not null check (purpose in ('register', 'sign_in', 'confirm', 'sign')),
  secret_hash bytea not null unique,
  asked jsonb not null,
  expires_at timestamptz not null
);
