-- +goose Up
create table metric_definitions (
  id integer primary key autoincrement,
  metric text not null,
  platform text not null,
  native_name text not null,
  family text not null,
  unit text not null,
  kind text not null check (kind in ('counter', 'period', 'gauge', 'estimate')),
  additive_time boolean not null,
  additive_delivery boolean not null,
  threshold text not null,
  settle_hours integer not null,
  valid_from text not null,
  valid_to text not null,
  source text not null,
  unique (platform, metric, valid_from)
);
create table observations (
  id integer primary key autoincrement,
  delivery_id text not null references deliveries (id),
  definition_id integer not null references metric_definitions (id),
  segment text not null,
  value integer check (value >= 0),
  value_low integer,
  value_high integer,
  missing_reason text not null,
  observed_at datetime not null,
  period_start datetime,
  received_at datetime not null,
  source text not null,
  quality text not null check (quality in ('ok', 'provisional', 'suspect', 'rejected')),
  batch text not null,
  supersedes integer,
  check ((value is null) = (missing_reason <> '')),
  check (value is null or value_low is null or value_low <= value),
  check (value is null or value_high is null or value <= value_high),
  unique (delivery_id, definition_id, segment, observed_at, batch)
);
-- +goose StatementBegin
create trigger observations_no_update before update on observations
begin
  select raise(abort, 'CHECK constraint failed: observations is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger observations_no_delete before delete on observations
begin
  select raise(abort, 'CHECK constraint failed: observations is append-only');
end;
-- +goose StatementEnd
