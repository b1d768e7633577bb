-- +goose Up
create table owed_tasks (
  id uuid primary key not null,
  kind text not null,
  payload text not null,
  unique_key text unique,
  due_at timestamptz not null,
  lease_until timestamptz,
  tries integer not null,
  held boolean not null,
  fault text not null,
  created_at timestamptz not null
);
create index owed_tasks_due on owed_tasks (due_at) where not held;
