-- +goose Up
alter table users add column suspended_at datetime;
alter table users add column suspended_for text references reveals (id);
