-- +goose Up
alter table channels add column grant_at text not null default '';
alter table channels add column access_until datetime;
create table channel_grants (
  id text primary key not null references channels (id),
  organization_id text not null references organizations (id),
  asked_by text not null,
  state_hash blob not null unique,
  verifier blob not null,
  code blob,
  asked_at datetime not null
);
