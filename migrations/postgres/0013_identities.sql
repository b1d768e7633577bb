-- +goose Up
create table token_keys (
  version integer primary key not null,
  public bytea not null,
  wrapped bytea not null,
  stamp bytea not null,
  created_at timestamptz not null
);
create table channel_checks (
  id uuid primary key not null references channels,
  organization_id uuid not null references organizations,
  asked_at timestamptz not null,
  answered_at timestamptz,
  health jsonb not null
);
create table custodian_keys (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  user_id uuid not null references users,
  recipient text not null unique,
  recovery boolean not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
create index custodian_keys_organization on custodian_keys (organization_id, id);
create unique index custodian_keys_live on custodian_keys (organization_id, user_id) where retired_at is null and not recovery;
create unique index custodian_keys_recovery on custodian_keys (organization_id) where retired_at is null and recovery;
create table identities (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  messenger_id uuid not null references messengers,
  ciphertext bytea,
  commitment bytea not null unique,
  recipients jsonb not null,
  sealed_by uuid not null references users,
  sealed_on text not null,
  destroyed_on text not null,
  destroyed_for text not null check (destroyed_for in ('', 'withdrawn', 'replaced', 'retention')),
  check ((ciphertext is null) = (destroyed_on <> ''))
);
create index identities_organization on identities (organization_id, id);
create unique index identities_live on identities (messenger_id) where destroyed_on = '';
create table reveals (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  messenger_id uuid not null references messengers,
  identity_id uuid not null references identities,
  asked_by uuid not null references users,
  reason text not null check (reason <> ''),
  fields jsonb not null,
  break_glass boolean not null,
  asked_at timestamptz not null,
  approved_by uuid references users,
  approved_at timestamptz,
  expires_at timestamptz,
  given_at timestamptz,
  reviewed_by uuid references users,
  reviewed_at timestamptz,
  review text not null,
  check (approved_by is null or approved_by <> asked_by),
  check (reviewed_by is null or reviewed_by <> asked_by),
  check (given_at is null or break_glass or approved_by is not null)
);
create index reveals_organization on reveals (organization_id, id);
