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
  strength text not null check (strength in ('password', 'password+totp', 'provider', 'provider+factor'))
);
create index sessions_user on sessions (user_id);
