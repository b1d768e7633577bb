-- +goose Up
create table media (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  message_id uuid not null references messages,
  origin text not null,
  licence text not null,
  machine boolean not null,
  face boolean not null,
  files jsonb not null,
  size bigint not null check (size > 0),
  uploaded_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null
);
create index media_message on media (message_id, id);
create index media_organization on media (organization_id, id);
alter table variants add column media jsonb not null default '[]';
alter table portal_pages add column media jsonb not null default '[]';
-- Until an account is changed, it is taken to be of the narrowest platform.
alter table channels add column picture_bytes bigint not null default 2097152;
