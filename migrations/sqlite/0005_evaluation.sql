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
  additive_segment boolean not null,
  threshold text not null,
  privacy_floor integer,
  day_zone text not null,
  manual boolean not null,
  settle_hours integer not null,
  valid_from text not null,
  valid_to text not null,
  source text not null,
  unique (platform, native_name, valid_from)
);
create table observation_batches (
  organization_id text not null references organizations (id),
  name text not null,
  source text not null,
  observations integer not null,
  created_by text,
  created_at datetime not null,
  primary key (organization_id, name)
);
create table observations (
  id integer primary key autoincrement,
  delivery_id text not null references deliveries (id),
  definition_id integer not null references metric_definitions (id),
  segment text not null,
  value integer check (value >= 0),
  value_low integer check (value_low >= 0),
  value_high integer,
  level real,
  missing_reason text not null,
  observed_at datetime not null,
  period_start datetime,
  received_at datetime not null,
  source text not null check (source in ('api', 'csv', 'manual', 'panel', 'survey', 'estimate')),
  quality text not null check (quality in ('ok', 'provisional', 'suspect', 'rejected')),
  batch text not null,
  supersedes integer unique references observations (id),
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
create table dirty_series (
  delivery_id text not null references deliveries (id),
  definition_id integer not null references metric_definitions (id),
  segment text not null,
  marked_at datetime not null,
  primary key (delivery_id, definition_id, segment)
) without rowid;
create table series_states (
  delivery_id text not null references deliveries (id),
  definition_id integer not null references metric_definitions (id),
  segment text not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  first_at datetime,
  last_at datetime,
  last_value integer,
  value integer,
  low integer,
  high integer,
  level real,
  day1 integer,
  day7 integer,
  day28 integer,
  snapshots integer not null,
  dropped integer not null,
  corrections integer not null,
  resets integer not null,
  longest_gap integer not null,
  quality text not null,
  missing_reason text not null,
  observations integer not null,
  last_id integer not null,
  primary key (delivery_id, definition_id, segment)
) without rowid;
create index series_states_campaign on series_states (campaign_id);
create table series_days (
  delivery_id text not null references deliveries (id),
  definition_id integer not null references metric_definitions (id),
  segment text not null,
  day text not null,
  increment integer not null,
  interpolated boolean not null,
  suspect boolean not null,
  primary key (delivery_id, definition_id, segment, day)
) without rowid;
create table rollup_days (
  campaign_id text not null references campaigns (id),
  definition_id integer not null references metric_definitions (id),
  segment text not null,
  day text not null,
  country text not null,
  language text not null,
  platform text not null,
  message_type text not null,
  messenger_type text not null,
  organization_id text not null references organizations (id),
  increment integer not null,
  series integer not null,
  interpolated integer not null,
  suspect integer not null,
  primary key (campaign_id, definition_id, segment, day, country, language, platform, message_type, messenger_type)
) without rowid;
create index rollup_days_window on rollup_days (definition_id, day, campaign_id, segment, country, increment, interpolated, suspect);
create table universes (
  id text primary key not null,
  organization_id text references organizations (id),
  country text not null,
  segment text not null,
  kind text not null check (kind in ('population', 'online', 'platform_users', 'target')),
  platform text not null,
  year integer not null,
  value integer not null check (value >= 0),
  low integer,
  high integer,
  source text not null,
  licence text not null,
  retrieved_on text not null,
  starter boolean not null,
  created_at datetime not null
);
create index universes_country on universes (country, kind);
create table assumption_sets (
  name text not null,
  version integer not null,
  kappa_within real not null check (kappa_within between -1 and 1),
  level real not null check (level > 0 and level < 1),
  universe_kind text not null,
  threshold integer not null check (threshold > 1),
  reset_ratio real not null,
  created_at datetime not null,
  primary key (name, version)
);
create table comparisons (
  id text primary key not null,
  organization_id text not null references organizations (id),
  request text not null,
  result text not null,
  data_version text not null,
  assumption_set text not null,
  program text not null,
  digest text not null check (length(digest) = 64),
  created_by text not null,
  created_at datetime not null,
  unique (organization_id, digest)
);
-- +goose StatementBegin
create trigger comparisons_no_update before update on comparisons
begin
  select raise(abort, 'CHECK constraint failed: comparisons is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger comparisons_no_delete before delete on comparisons
begin
  select raise(abort, 'CHECK constraint failed: comparisons is append-only');
end;
-- +goose StatementEnd
create table surveys (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  country text not null,
  title text not null,
  wording text not null check (json_valid(wording)),
  design text not null check (design in ('single_round', 'pre_post', 'comparison_group', 'randomised')),
  mode text not null,
  selection text not null,
  design_effect real not null check (design_effect >= 1),
  starts_on text not null,
  ends_on text not null,
  invited integer,
  source text not null,
  created_at datetime not null
);
create index surveys_campaign on surveys (campaign_id);
create table survey_cells (
  survey_id text not null references surveys (id),
  round text not null check (round in ('pre', 'post')),
  arm text not null check (arm in ('treated', 'comparison')),
  segment text not null,
  yes integer not null,
  asked integer not null,
  primary key (survey_id, round, arm, segment),
  check (yes between 0 and asked)
);
