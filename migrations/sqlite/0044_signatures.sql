-- +goose Up
alter table approval_rules add column signed boolean not null default 0 check (not signed or silence <> 'approval');
alter table submissions add column signed boolean not null default 0;
alter table decisions add column signature text check (json_valid(signature));
-- What keys were asked and did not answer is asked again.
drop table ceremonies;
create table ceremonies (
  id text primary key not null,
  user_id text not null references users (id),
  session_id text,
  purpose text not null check (purpose in ('register', 'sign_in', 'confirm', 'sign')),
  secret_hash blob not null unique,
  asked text not null check (json_valid(asked)),
  expires_at datetime not null
);
