-- +goose Up
create table exchange_rates (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  base text not null check (length(base) = 3),
  quote text not null check (length(quote) = 3 and quote <> base),
  first_day text not null,
  last_day text not null check (last_day >= first_day),
  rate text not null,
  source text not null,
  licence text not null,
  entered_by uuid not null,
  created_at timestamptz not null
);
create index exchange_rates_pair on exchange_rates (organization_id, base, quote);
create trigger exchange_rates_append_only before update or delete on exchange_rates
  for each row execute function refuse_change();
create table standard_populations (
  id uuid primary key not null,
  organization_id uuid references organizations,
  name text not null,
  bands jsonb not null,
  year integer not null,
  source text not null,
  licence text not null,
  starter boolean not null,
  created_at timestamptz not null
);
create trigger standard_populations_append_only before update or delete on standard_populations
  for each row execute function refuse_change();
