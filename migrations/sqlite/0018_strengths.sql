-- +goose Up
-- Sessions that were opened under other rules end.
drop table sessions;
create table sessions (
  id text primary key not null,
  token_hash blob not null unique,
  user_id text not null references users (id),
  organization_id text not null references organizations (id),
  created_at datetime not null,
  seen_at datetime not null,
  expires_at datetime not null,
  confirmed_at datetime not null,
  strength text not null check (strength in ('password', 'password+totp', 'provider', 'provider+factor'))
);
create index sessions_user on sessions (user_id);
