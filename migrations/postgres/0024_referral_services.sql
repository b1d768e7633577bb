-- +goose Up
create table referral_services (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  country text not null,
  kind text not null check (kind in ('psychosocial', 'family_counselling', 'education', 'employment', 'religious_guidance', 'legal_aid', 'child_protection', 'police')),
  name text not null,
  contact text not null,
  languages jsonb not null,
  hours text not null,
  source text not null,
  checked_on text not null,
  created_at timestamptz not null,
  version integer not null
);
create index referral_services_country on referral_services (organization_id, country);
