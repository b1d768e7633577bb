-- +goose Up
create table experiments (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  campaign_id uuid not null references campaigns,
  title text not null,
  hypothesis text not null,
  outcome text not null,
  randomiser text not null check (randomiser in ('platform', 'organisation', 'nobody')),
  procedure text not null,
  arms jsonb not null,
  baseline double precision not null check (baseline > 0 and baseline < 1),
  smallest double precision not null check (smallest > 0 and smallest < 1),
  alpha double precision not null check (alpha > 0 and alpha < 1),
  power double precision not null check (power > 0 and power < 1),
  sample_size bigint not null,
  starts_on text not null,
  ends_on text not null,
  created_by uuid not null,
  created_at timestamptz not null
);
create index experiments_campaign on experiments (campaign_id);
create trigger experiments_append_only before update or delete on experiments
  for each row execute function refuse_change();
create table experiment_looks (
  experiment_id uuid not null references experiments,
  number integer not null,
  arms jsonb not null,
  looked_at timestamptz not null,
  source text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (experiment_id, number)
);
create trigger experiment_looks_append_only before update or delete on experiment_looks
  for each row execute function refuse_change();
