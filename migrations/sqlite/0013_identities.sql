-- +goose Up
create table token_keys (
  version integer primary key not null,
  public blob not null,
  wrapped blob not null,
  stamp blob not null,
  created_at datetime not null
);
create table channel_checks (
  id text primary key not null references channels (id),
  organization_id text not null references organizations (id),
  asked_at datetime not null,
  answered_at datetime,
  health text not null check (json_valid(health))
);
create table custodian_keys (
  id text primary key not null,
  organization_id text not null references organizations (id),
  user_id text not null references users (id),
  recipient text not null unique,
  recovery boolean not null,
  created_at datetime not null,
  retired_at datetime
);
create index custodian_keys_organization on custodian_keys (organization_id, id);
create unique index custodian_keys_live on custodian_keys (organization_id, user_id) where retired_at is null and not recovery;
create unique index custodian_keys_recovery on custodian_keys (organization_id) where retired_at is null and recovery;
create table identities (
  id text primary key not null,
  organization_id text not null references organizations (id),
  messenger_id text not null references messengers (id),
  ciphertext blob,
  commitment blob not null unique,
  recipients text not null check (json_valid(recipients)),
  sealed_by text not null references users (id),
  sealed_on text not null,
  destroyed_on text not null,
  destroyed_for text not null check (destroyed_for in ('', 'withdrawn', 'replaced', 'retention')),
  check ((ciphertext is null) = (destroyed_on <> ''))
);
create index identities_organization on identities (organization_id, id);
create unique index identities_live on identities (messenger_id) where destroyed_on = '';
create table reveals (
  id text primary key not null,
  organization_id text not null references organizations (id),
  messenger_id text not null references messengers (id),
  identity_id text not null references identities (id),
  asked_by text not null references users (id),
  reason text not null check (reason <> ''),
  fields text not null check (json_valid(fields)),
  break_glass boolean not null,
  asked_at datetime not null,
  approved_by text references users (id),
  approved_at datetime,
  expires_at datetime,
  given_at datetime,
  reviewed_by text references users (id),
  reviewed_at datetime,
  review text not null,
  check (approved_by is null or approved_by <> asked_by),
  check (reviewed_by is null or reviewed_by <> asked_by),
  check (given_at is null or break_glass or approved_by is not null)
);
create index reveals_organization on reveals (organization_id, id);
