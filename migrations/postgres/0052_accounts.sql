-- +goose Up
alter table channels add column remote_id text not null default '';
alter table channels add column remote_since timestamptz;
alter table channels add column identified_at timestamptz;
alter table channels add column suspended_for text not null default '';
alter table channels add column paused_until timestamptz;
alter table deliveries add column at_risk text not null default '';
insert into delivery_transitions (from_state, to_state) values ('unknown', 'failed');
create table account_notices (
  id uuid primary key not null,
  channel_id uuid not null references channels,
  about text not null,
  subject text not null,
  user_id uuid not null references users,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (channel_id, about, subject, user_id)
);
create table foreign_posts (
  channel_id uuid not null references channels,
  remote_id text not null,
  url text not null,
  found_at timestamptz not null,
  explained_at timestamptz,
  primary key (channel_id, remote_id)
);
