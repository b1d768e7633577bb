-- +goose Up
create table envelopes (
  id uuid primary key not null,
  organization_id uuid not null references organizations (id),
  user_id uuid not null references users (id),
  code_hash text not null check (code_hash <> ''),
  made_by uuid not null references users (id),
  made_at timestamptz not null,
  used_at timestamptz,
  replaced_at timestamptz,
  check (made_by <> user_id)
);
create index envelopes_organization on envelopes (organization_id, id);
create unique index envelopes_sealed on envelopes (organization_id, user_id) where used_at is null and replaced_at is null;
create table ombudspersons (
  id uuid primary key not null,
  organization_id uuid not null references organizations (id),
  name text not null check (name <> ''),
  email text not null check (email <> ''),
  locale text not null,
  named_by uuid not null references users (id),
  named_at timestamptz not null,
  ended_at timestamptz
);
create index ombudspersons_organization on ombudspersons (organization_id, id);
create unique index ombudspersons_current on ombudspersons (organization_id) where ended_at is null;
create table told_reveals (
  id uuid primary key not null,
  reveal_id uuid not null references reveals (id),
  user_id uuid references users (id),
  ombudsperson_id uuid references ombudspersons (id),
  step text not null check (step in ('asked', 'approved', 'revealed', 'glass_broken', 'suspended')),
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((user_id is null) <> (ombudsperson_id is null)),
  unique (reveal_id, user_id, step),
  unique (reveal_id, ombudsperson_id, step)
);
insert into told_reveals (id, reveal_id, user_id, step, created_at, sent_at)
  select id, reveal_id, user_id, step, created_at, sent_at from reveal_notices;
drop table reveal_notices;
alter table told_reveals rename to reveal_notices;
