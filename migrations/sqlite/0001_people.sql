-- +goose Up
create table organizations (
  id text primary key not null,
  kind text not null check (kind in ('media_ngo', 'civil_society', 'ministry', 'review_board', 'evaluator', 'donor', 'international')),
  country text not null,
  public_name text not null,
  contact text not null,
  slug text not null unique,
  created_at datetime not null,
  version integer not null
);
create table users (
  id text primary key not null,
  email text not null unique,
  name text not null,
  locale text not null,
  zone text not null,
  password_hash text not null,
  disabled_at datetime,
  created_at datetime not null,
  version integer not null
);
create table memberships (
  id text primary key not null,
  organization_id text not null references organizations (id),
  user_id text not null references users (id),
  roles text not null check (json_valid(roles)),
  disabled_at datetime,
  created_at datetime not null,
  version integer not null,
  unique (organization_id, user_id)
);
create table sessions (
  id text primary key not null,
  token_hash blob not null unique,
  user_id text not null references users (id),
  organization_id text not null references organizations (id),
  created_at datetime not null,
  seen_at datetime not null,
  expires_at datetime not null
);
create table tokens (
  id text primary key not null,
  organization_id text not null references organizations (id),
  user_id text not null references users (id),
  name text not null,
  token_hash blob not null unique,
  scopes text not null check (json_valid(scopes)),
  created_at datetime not null,
  expires_at datetime not null,
  revoked_at datetime
);
create table links (
  id text primary key not null,
  token_hash blob not null unique,
  user_id text not null references users (id),
  expires_at datetime not null,
  used_at datetime
);
create table audit_entries (
  id integer primary key autoincrement,
  organization_id text references organizations (id),
  seq integer not null,
  at datetime not null,
  actor_id text,
  actor_role text not null,
  strength text not null,
  action text not null,
  object_kind text not null,
  object_id text not null,
  before text not null,
  after text not null,
  request_id text not null,
  reason text not null,
  leaf_hash blob,
  chain_hash blob,
  unique (organization_id, seq)
);
create index audit_entries_object on audit_entries (object_kind, object_id);
-- +goose StatementBegin
create trigger audit_entries_no_update before update on audit_entries
begin
  select raise(abort, 'CHECK constraint failed: audit_entries is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_entries_no_delete before delete on audit_entries
begin
  select raise(abort, 'CHECK constraint failed: audit_entries is append-only');
end;
-- +goose StatementEnd
