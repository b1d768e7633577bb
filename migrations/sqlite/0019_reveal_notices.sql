-- +goose Up
create table reveal_notices (
  id text primary key not null,
  reveal_id text not null references reveals (id),
  user_id text not null references users (id),
  step text not null check (step in ('asked', 'approved', 'revealed', 'glass_broken')),
  created_at datetime not null,
  sent_at datetime,
  unique (reveal_id, user_id, step)
);
