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
  strength text not null check (strength in ('password', 'password+totp', 'provider'))
);
create index sessions_user on sessions (user_id);
alter table links add column purpose text not null default 'invitation' check (purpose in ('invitation', 'reset'));
create table factors (
  id text primary key not null,
  user_id text not null references users (id),
  kind text not null check (kind in ('totp')),
  sealed blob not null,
  last_step integer not null,
  created_at datetime not null,
  confirmed_at datetime,
  unique (user_id, kind)
);
create table recovery_codes (
  id text primary key not null,
  user_id text not null references users (id),
  code_hash blob not null,
  used_at datetime,
  unique (user_id, code_hash)
);
create table identity_providers (
  id text primary key not null,
  organization_id text not null unique references organizations (id),
  issuer text not null,
  client_id text not null,
  sealed blob not null,
  created_at datetime not null,
  version integer not null
);
create table provider_accounts (
  id text primary key not null,
  user_id text not null references users (id),
  issuer text not null,
  subject text not null,
  created_at datetime not null,
  unique (issuer, subject)
);
create index provider_accounts_user on provider_accounts (user_id);
