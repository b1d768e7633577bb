-- +goose Up
create table idempotency_keys (
  organization_id text not null references organizations (id),
  user_id text not null references users (id),
  method text not null,
  path text not null,
  key text not null,
  digest blob not null,
  request_id text not null,
  status integer not null,
  header text not null check (json_valid(header)),
  body blob,
  created_at datetime not null,
  primary key (organization_id, user_id, method, path, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
create index audit_entries_request on audit_entries (request_id) where request_id <> '';
create table events (
  id integer primary key autoincrement,
  organization_id text not null references organizations (id),
  kind text not null,
  object_id text not null,
  campaign_id text,
  at datetime not null
);
create index events_organization on events (organization_id, id);
create index events_at on events (at);
