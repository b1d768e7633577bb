-- +goose Up
create table channels (
  id text primary key not null,
  organization_id text not null references organizations (id),
  platform text not null,
  class text not null,
  name text not null,
  handle text not null,
  countries text not null check (json_valid(countries)),
  languages text not null check (json_valid(languages)),
  zone text not null,
  quiet text not null check (json_valid(quiet)),
  per_minute integer not null,
  disclosure text not null,
  reason text not null,
  credentials blob,
  state text not null check (state in ('healthy', 'expiring', 'expired', 'suspended')),
  created_at datetime not null,
  updated_at datetime not null,
  archived_at datetime,
  version integer not null
);
create index channels_organization on channels (organization_id, id);
create table holds (
  id integer primary key autoincrement,
  organization_id text references organizations (id),
  scope text not null check (scope in ('all', 'country', 'campaign', 'message', 'platform', 'channel', 'messenger')),
  scope_id text not null,
  reason text not null,
  closed_by text not null,
  closed_at datetime not null,
  opening_by text,
  opened_by text,
  opened_at datetime,
  check (opened_at is null or (opening_by is not null and opened_by is not null and opening_by <> opened_by))
);
create index holds_closed on holds (scope, scope_id) where opened_at is null;
create table deliveries (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  message_id text not null references messages (id),
  version_id text not null references message_versions (id),
  channel_id text not null references channels (id),
  messenger_id text not null,
  country text not null,
  language text not null,
  dialect text not null,
  platform text not null,
  channel_class text not null,
  message_type text not null,
  approach text not null,
  components text not null check (json_valid(components)),
  messenger_type text not null,
  audience_id text not null,
  traffic text not null,
  rendering text not null check (json_valid(rendering)),
  digest text not null check (length(digest) = 64),
  local text not null,
  zone text not null,
  adjusted boolean not null,
  not_before datetime not null,
  not_after datetime not null,
  next_at datetime not null,
  state text not null check (state in ('planned', 'ready', 'claimed', 'sending', 'retry_wait', 'unknown', 'unknown_human', 'published', 'failed', 'expired', 'cancelled', 'takedown_pending', 'taken_down', 'takedown_failed')),
  fence integer not null,
  lease_until datetime,
  attempts integer not null check (attempts between 0 and 8),
  crashes integer not null check (crashes between 0 and 3),
  looks integer not null,
  absent_at datetime,
  remote_id text not null,
  remote_url text not null,
  published_at datetime,
  reason text not null,
  demonstration boolean not null,
  created_by text not null,
  created_at datetime not null,
  version integer not null,
  check (not_after > not_before),
  check ((state = 'claimed') = (lease_until is not null))
);
create unique index deliveries_once on deliveries (version_id, channel_id, language, not_before) where state not in ('cancelled', 'failed', 'expired');
create index deliveries_due on deliveries (next_at) where state in ('ready', 'retry_wait', 'claimed', 'sending', 'unknown', 'takedown_pending');
create index deliveries_campaign on deliveries (campaign_id, id);
create index deliveries_organization on deliveries (organization_id, id);
create table delivery_transitions (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into delivery_transitions (from_state, to_state) values
  ('planned', 'ready'),
  ('planned', 'cancelled'),
  ('planned', 'expired'),
  ('ready', 'claimed'),
  ('ready', 'planned'),
  ('ready', 'published'),
  ('ready', 'expired'),
  ('ready', 'cancelled'),
  ('retry_wait', 'claimed'),
  ('retry_wait', 'planned'),
  ('retry_wait', 'published'),
  ('retry_wait', 'expired'),
  ('retry_wait', 'cancelled'),
  ('claimed', 'sending'),
  ('claimed', 'retry_wait'),
  ('claimed', 'failed'),
  ('claimed', 'published'),
  ('claimed', 'cancelled'),
  ('sending', 'published'),
  ('sending', 'retry_wait'),
  ('sending', 'failed'),
  ('sending', 'unknown'),
  ('unknown', 'published'),
  ('unknown', 'retry_wait'),
  ('unknown', 'unknown_human'),
  ('unknown_human', 'published'),
  ('unknown_human', 'retry_wait'),
  ('unknown_human', 'cancelled'),
  ('published', 'takedown_pending'),
  ('takedown_pending', 'taken_down'),
  ('takedown_pending', 'takedown_failed'),
  ('takedown_failed', 'takedown_pending'),
  ('takedown_failed', 'taken_down');
-- +goose StatementBegin
create trigger deliveries_transition before update of state on deliveries
when new.state <> old.state and not exists (
  select 1 from delivery_transitions where from_state = old.state and to_state = new.state
)
begin
  select raise(abort, 'CHECK constraint failed: delivery cannot go between these states');
end;
-- +goose StatementEnd
create table attempts (
  id integer primary key autoincrement,
  delivery_id text not null references deliveries (id),
  n integer not null,
  fence integer not null,
  key text not null,
  request_digest text not null,
  worker text not null,
  send_by datetime not null,
  created_at datetime not null,
  closed_at datetime,
  outcome text not null check (outcome in ('', 'accepted', 'rejected', 'ambiguous', 'lease_expired', 'not_sent')),
  class text not null,
  detail text not null,
  unique (delivery_id, n),
  check ((outcome = '') = (closed_at is null))
);
create unique index attempts_one_open on attempts (delivery_id) where outcome = '';
create table posts (
  platform text not null,
  channel_id text not null references channels (id),
  remote_id text not null,
  delivery_id text not null references deliveries (id),
  url text not null,
  duplicate_of text not null,
  created_at datetime not null,
  primary key (platform, channel_id, remote_id)
);
create unique index posts_one_live on posts (delivery_id) where duplicate_of = '';
create table absences (
  delivery_id text not null references deliveries (id),
  attempt integer not null,
  reported_by text not null,
  created_at datetime not null,
  primary key (delivery_id, attempt)
);
create table airings (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  delivery_id text references deliveries (id),
  channel_id text references channels (id),
  happened_at datetime not null,
  place text not null,
  times_aired integer,
  copies integer,
  women integer,
  men integer,
  attendance text not null,
  duration_sec integer,
  proof text not null,
  reported_by text not null,
  created_at datetime not null
);
create index airings_delivery on airings (delivery_id);
create index airings_campaign on airings (campaign_id, id);
