-- +goose Up
create table owed_tasks (
  id text primary key not null,
  kind text not null,
  payload text not null,
  unique_key text unique,
  due_at datetime not null,
  lease_until datetime,
  tries integer not null,
  held boolean not null,
  fault text not null,
  created_at datetime not null
);
create index owed_tasks_due on owed_tasks (due_at) where not held;
