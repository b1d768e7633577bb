-- +goose Up
-- Entries from before they were hashed get their hashes once, by the program;
-- afterwards nothing about an entry changes, and none comes without.
-- +goose StatementBegin
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.chain_hash is null and new.leaf_hash is not null and new.chain_hash is not null
    and to_jsonb(new) - 'leaf_hash' - 'chain_hash' = to_jsonb(old) - 'leaf_hash' - 'chain_hash' then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;
-- +goose StatementEnd
drop trigger audit_entries_append_only on audit_entries;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_audit_change();
create trigger audit_entries_no_truncate before truncate on audit_entries
  for each statement execute function refuse_change();
alter table audit_entries add constraint audit_entries_hashed
  check (coalesce(length(leaf_hash), 0) = 32 and coalesce(length(chain_hash), 0) = 32) not valid;
create index audit_entries_bare on audit_entries (id) where chain_hash is null;
create table audit_leaves (
  leaf_index bigint primary key check (leaf_index >= 0),
  entry_id bigint not null unique references audit_entries,
  organization_id uuid references organizations,
  seq bigint not null
);
create index audit_leaves_trail on audit_leaves (organization_id, seq);
create trigger audit_leaves_append_only before update or delete on audit_leaves
  for each row execute function refuse_change();
create trigger audit_leaves_no_truncate before truncate on audit_leaves
  for each statement execute function refuse_change();
create table audit_checkpoints (
  number bigint primary key check (number > 0),
  size bigint not null unique check (size > 0),
  root bytea not null check (length(root) = 32),
  frontier bytea not null,
  note text not null,
  created_at timestamptz not null
);
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints
  for each row execute function refuse_change();
create trigger audit_checkpoints_no_truncate before truncate on audit_checkpoints
  for each statement execute function refuse_change();
create table audit_witnesses (
  name text primary key,
  size bigint not null,
  seen_at timestamptz,
  next_at timestamptz not null,
  tries integer not null,
  fault text not null
);
