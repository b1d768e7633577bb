-- +goose Up
-- Whom a campaign addresses may need a second look; audiences of before were edited by nobody in particular.
alter table audiences add column edited_by uuid;
alter table audiences add column review text not null default '';
alter table audiences add column reviewed_by uuid;
alter table audiences add column reviewed_at timestamptz;
-- Whether the danger of meeting those on the other side was judged too.
alter table risk_assessments add column together boolean not null default false;
create table partners (
  id uuid primary key not null,
  organization_id uuid not null references organizations (id),
  campaign_id uuid not null references campaigns (id),
  partner_id uuid not null references organizations (id),
  statement text not null,
  confirmed_by uuid,
  confirmed_at timestamptz,
  created_at timestamptz not null,
  version integer not null,
  unique (campaign_id, partner_id),
  check (partner_id <> organization_id)
);
create index partners_partner on partners (partner_id);
