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
  strength text not null check (strength in ('password', 'password+totp', 'provider'))
);
create index sessions_user on sessions (user_id);
alter table links add column purpose text not null default 'invitation' check (purpose in ('invitation', 'reset'));
create table factors (
  id uuid primary key not null,
  user_id uuid not null references users,
  kind text not null check (kind in ('totp')),
  sealed bytea not null,
  last_step bigint not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  unique (user_id, kind)
);
create table recovery_codes (
  id uuid primary key not null,
  user_id uuid not null references users,
  code_hash bytea not null,
  used_at timestamptz,
  unique (user_id, code_hash)
);
create table identity_providers (
  id uuid primary key not null,
  organization_id uuid not null unique references organizations,
  issuer text not null,
  client_id text not null,
  sealed bytea not null,
  created_at timestamptz not null,
  version integer not null
);
create table provider_accounts (
  id uuid primary key not null,
  user_id uuid not null references users,
  issuer text not null,
  subject text not null,
  created_at timestamptz not null,
  unique (issuer, subject)
);
create index provider_accounts_user on provider_accounts (user_id);
