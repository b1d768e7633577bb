-- +goose Up
alter table users add column suspended_at timestamptz;
alter table users add column suspended_for uuid references reveals (id);
