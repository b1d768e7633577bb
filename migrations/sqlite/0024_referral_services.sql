-- +goose Up
create table referral_services (
  id text primary key not null,
  organization_id text not null references organizations (id),
  country text not null,
  kind text not null check (kind in ('psychosocial', 'family_counselling', 'education', 'employment', 'religious_guidance', 'legal_aid', 'child_protection', 'police')),
  name text not null,
  contact text not null,
  languages text not null check (json_valid(languages)),
  hours text not null,
  source text not null,
  checked_on text not null,
  created_at datetime not null,
  version integer not null
);
create index referral_services_country on referral_services (organization_id, country);
