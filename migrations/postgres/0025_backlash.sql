-- +goose Up
create table backlash_watches (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  campaign_id uuid not null unique references campaigns,
  rules jsonb not null,
  set_by uuid not null,
  set_at timestamptz not null,
  version integer not null
);
-- How a day's answers on a channel were, as counts: of whom they are is not kept.
create table tallies (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  campaign_id uuid not null references campaigns,
  channel_id uuid not null references channels,
  day text not null,
  seen bigint not null,
  hostile bigint not null check (hostile between 0 and seen),
  alarming bigint not null check (alarming between 0 and seen),
  reports bigint not null check (reports >= 0),
  entered_by uuid not null,
  created_at timestamptz not null
);
create index tallies_campaign on tallies (campaign_id, day);
create trigger tallies_append_only before update or delete on tallies
  for each row execute function refuse_change();
create table backlash_alarms (
  hold_id bigint not null references holds,
  signal text not null check (signal in ('hostile', 'alarming', 'reports', 'removals', 'unfollows')),
  organization_id uuid not null references organizations,
  campaign_id uuid not null references campaigns,
  share double precision not null,
  minimum bigint not null,
  days integer not null,
  windows jsonb not null,
  at timestamptz not null,
  primary key (hold_id, signal)
);
create index backlash_alarms_campaign on backlash_alarms (campaign_id, at);
create trigger backlash_alarms_append_only before update or delete on backlash_alarms
  for each row execute function refuse_change();
create table backlash_notices (
  id uuid primary key not null,
  hold_id bigint not null references holds,
  user_id uuid not null references users,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (hold_id, user_id)
);
