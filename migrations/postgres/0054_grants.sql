-- +goose Up
alter table channels add column grant_at text not null default '';
alter table channels add column access_until timestamptz;
create table channel_grants (
  id uuid primary key not null references channels,
  organization_id uuid not null references organizations,
  asked_by uuid not null,
  state_hash bytea not null unique,
  verifier bytea not null,
  code bytea,
  asked_at timestamptz not null
);
