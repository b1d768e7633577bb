-- +goose Up
create table media (
  id text primary key not null,
  organization_id text not null references organizations (id),
  message_id text not null references messages (id),
  origin text not null,
  licence text not null,
  machine boolean not null,
  face boolean not null,
  files text not null check (json_valid(files)),
  size integer not null check (size > 0),
  uploaded_by text not null,
  created_at datetime not null,
  updated_at datetime not null,
  version integer not null
);
create index media_message on media (message_id, id);
create index media_organization on media (organization_id, id);
alter table variants add column media text not null default '[]' check (json_valid(media));
alter table portal_pages add column media text not null default '[]' check (json_valid(media));
-- Until an account is changed, it is taken to be of the narrowest platform.
alter table channels add column picture_bytes integer not null default 2097152;
