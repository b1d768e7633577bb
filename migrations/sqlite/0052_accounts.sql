-- +goose Up
alter table channels add column remote_id text not null default '';
alter table channels add column remote_since datetime;
alter table channels add column identified_at datetime;
alter table channels add column suspended_for text not null default '';
alter table channels add column paused_until datetime;
alter table deliveries add column at_risk text not null default '';
insert into delivery_transitions (from_state, to_state) values ('unknown', 'failed');
create table account_notices (
  id text primary key not null,
  channel_id text not null references channels (id),
  about text not null,
  subject text not null,
  user_id text not null references users (id),
  created_at datetime not null,
  sent_at datetime,
  unique (channel_id, about, subject, user_id)
);
create table foreign_posts (
  channel_id text not null references channels (id),
  remote_id text not null,
  url text not null,
  found_at datetime not null,
  explained_at datetime,
  primary key (channel_id, remote_id)
);
