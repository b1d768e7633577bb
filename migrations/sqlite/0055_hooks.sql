-- +goose Up
create table hook_nonces (
  channel_id text not null references channels (id),
  nonce text not null,
  heard_at datetime not null,
  primary key (channel_id, nonce)
);
create index hook_nonces_heard on hook_nonces (heard_at);
