-- +goose Up
create table exchange_rates (
  id text primary key not null,
  organization_id text not null references organizations (id),
  base text not null check (length(base) = 3),
  quote text not null check (length(quote) = 3 and quote <> base),
  first_day text not null,
  last_day text not null check (last_day >= first_day),
  rate text not null,
  source text not null,
  licence text not null,
  entered_by text not null,
  created_at datetime not null
);
create index exchange_rates_pair on exchange_rates (organization_id, base, quote);
-- +goose StatementBegin
create trigger exchange_rates_no_update before update on exchange_rates
begin
  select raise(abort, 'CHECK constraint failed: exchange_rates is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger exchange_rates_no_delete before delete on exchange_rates
begin
  select raise(abort, 'CHECK constraint failed: exchange_rates is append-only');
end;
-- +goose StatementEnd
create table standard_populations (
  id text primary key not null,
  organization_id text references organizations (id),
  name text not null,
  bands text not null check (json_valid(bands)),
  year integer not null,
  source text not null,
  licence text not null,
  starter boolean not null,
  created_at datetime not null
);
-- +goose StatementBegin
create trigger standard_populations_no_update before update on standard_populations
begin
  select raise(abort, 'CHECK constraint failed: standard_populations is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger standard_populations_no_delete before delete on standard_populations
begin
  select raise(abort, 'CHECK constraint failed: standard_populations is append-only');
end;
-- +goose StatementEnd
