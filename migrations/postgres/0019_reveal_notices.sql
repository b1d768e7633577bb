-- +goose Up
create table reveal_notices (
  id uuid primary key not null,
  reveal_id uuid not null references reveals (id),
  user_id uuid not null references users (id),
  step text not null check (step in ('asked', 'approved', 'revealed', 'glass_broken')),
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (reveal_id, user_id, step)
);
