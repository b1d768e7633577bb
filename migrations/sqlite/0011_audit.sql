-- +goose Up
-- Entries from before they were hashed get their hashes once, by the program;
-- afterwards nothing about an entry changes, and none comes without.
drop trigger audit_entries_no_update;
-- +goose StatementBegin
create trigger audit_entries_no_update before update on audit_entries
when old.chain_hash is not null or new.leaf_hash is null or new.chain_hash is null
  or (new.id, new.organization_id, new.seq, new.at, new.actor_id, new.actor_role, new.strength, new.action, new.object_kind, new.object_id, new.before, new.after, new.request_id, new.reason)
  is not (old.id, old.organization_id, old.seq, old.at, old.actor_id, old.actor_role, old.strength, old.action, old.object_kind, old.object_id, old.before, old.after, old.request_id, old.reason)
begin
  select raise(abort, 'CHECK constraint failed: audit_entries is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_entries_hashed before insert on audit_entries
when coalesce(length(new.leaf_hash), 0) <> 32 or coalesce(length(new.chain_hash), 0) <> 32
begin
  select raise(abort, 'CHECK constraint failed: audit_entries has hashes');
end;
-- +goose StatementEnd
create index audit_entries_bare on audit_entries (id) where chain_hash is null;
create table audit_leaves (
  leaf_index integer primary key not null check (leaf_index >= 0),
  entry_id integer not null unique references audit_entries (id),
  organization_id text references organizations (id),
  seq integer not null
);
create index audit_leaves_trail on audit_leaves (organization_id, seq);
-- +goose StatementBegin
create trigger audit_leaves_no_update before update on audit_leaves
begin
  select raise(abort, 'CHECK constraint failed: audit_leaves is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_leaves_no_delete before delete on audit_leaves
begin
  select raise(abort, 'CHECK constraint failed: audit_leaves is append-only');
end;
-- +goose StatementEnd
create table audit_checkpoints (
  number integer primary key not null check (number > 0),
  size integer not null unique check (size > 0),
  root blob not null check (length(root) = 32),
  frontier blob not null,
  note text not null,
  created_at datetime not null
);
-- +goose StatementBegin
create trigger audit_checkpoints_no_update before update on audit_checkpoints
begin
  select raise(abort, 'CHECK constraint failed: audit_checkpoints is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger audit_checkpoints_no_delete before delete on audit_checkpoints
begin
  select raise(abort, 'CHECK constraint failed: audit_checkpoints is append-only');
end;
-- +goose StatementEnd
create table audit_witnesses (
  name text primary key not null,
  size integer not null,
  seen_at datetime,
  next_at datetime not null,
  tries integer not null,
  fault text not null
);
