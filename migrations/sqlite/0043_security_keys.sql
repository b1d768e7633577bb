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
  strength text not null check (strength in ('password', 'password+totp', 'password+key', 'provider', 'provider+factor'))
);
create index sessions_user on sessions (user_id);
create table security_keys (
  id text primary key not null,
  user_id text not null references users (id),
  name text not null check (name <> ''),
  credential_id blob not null unique,
  public_key blob not null,
  transports text not null check (json_valid(transports)),
  synced boolean not null,
  sign_count integer not null check (sign_count >= 0),
  created_at datetime not null,
  used_at datetime,
  revoked_at datetime
);
create index security_keys_user on security_keys (user_id);
create table ceremonies (
  id text primary key not null,
  user_id text not null references users (id),
  session_id text,
  purpose text not null check (purpose in ('register', 'sign_in', 'confirm')),
  secret_hash blob not null unique,
  asked text not null check (json_valid(asked)),
  expires_at datetime not null
);
