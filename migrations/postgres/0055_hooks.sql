-- +goose Up
create table hook_nonces (
  channel_id uuid not null references channels,
  nonce text not null,
  heard_at timestamptz not null,
  primary key (channel_id, nonce)
);
create index hook_nonces_heard on hook_nonces (heard_at);
