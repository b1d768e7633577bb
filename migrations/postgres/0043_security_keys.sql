-- +goose Up
-- Sessions that were opened under other rules end.
drop table sessions;
create table sessions (
  id uuid primary key not null,
  token_hash bytea not null unique,
  user_id uuid not null references users,
  organization_id uuid not null references organizations,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz not null,
  strength text not null check (strength in ('password', 'password+totp', 'password+key', 'provider', 'provider+factor'))
);
create index sessions_user on sessions (user_id);
create table security_keys (
  id uuid primary key not null,
  user_id uuid not null references users,
  name text not null check (name <> ''),
  credential_id bytea not null unique,
  public_key bytea not null,
  transports jsonb not null,
  synced boolean not null,
  sign_count bigint not null check (sign_count >= 0),
  created_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index security_keys_user on security_keys (user_id);
create table ceremonies (
  id uuid primary key not null,
  user_id uuid not null references users,
  session_id uuid,
  purpose text not null check (purpose in ('register', 'sign_in', 'confirm')),
  secret_hash bytea not null unique,
  asked jsonb not null,
  expires_at timestamptz not null
);
