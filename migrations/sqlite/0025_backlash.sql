-- +goose Up
create table backlash_watches (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null unique references campaigns (id),
  rules text not null check (json_valid(rules)),
  set_by text not null,
  set_at datetime not null,
  version integer not null
);
-- How a day's answers on a channel were, as counts: of whom they are is not kept.
create table tallies (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  channel_id text not null references channels (id),
  day text not null,
  seen integer not null,
  hostile integer not null check (hostile between 0 and seen),
  alarming integer not null check (alarming between 0 and seen),
  reports integer not null check (reports >= 0),
  entered_by text not null,
  created_at datetime not null
);
create index tallies_campaign on tallies (campaign_id, day);
-- +goose StatementBegin
create trigger tallies_no_update before update on tallies
begin
  select raise(abort, 'CHECK constraint failed: tallies is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger tallies_no_delete before delete on tallies
begin
  select raise(abort, 'CHECK constraint failed: tallies is append-only');
end;
-- +goose StatementEnd
create table backlash_alarms (
  hold_id integer not null references holds (id),
  signal text not null check (signal in ('hostile', 'alarming', 'reports', 'removals', 'unfollows')),
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  share real not null,
  minimum integer not null,
  days integer not null,
  windows text not null check (json_valid(windows)),
  at datetime not null,
  primary key (hold_id, signal)
);
create index backlash_alarms_campaign on backlash_alarms (campaign_id, at);
-- +goose StatementBegin
create trigger backlash_alarms_no_update before update on backlash_alarms
begin
  select raise(abort, 'CHECK constraint failed: backlash_alarms is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger backlash_alarms_no_delete before delete on backlash_alarms
begin
  select raise(abort, 'CHECK constraint failed: backlash_alarms is append-only');
end;
-- +goose StatementEnd
create table backlash_notices (
  id text primary key not null,
  hold_id integer not null references holds (id),
  user_id text not null references users (id),
  created_at datetime not null,
  sent_at datetime,
  unique (hold_id, user_id)
);
