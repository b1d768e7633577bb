-- +goose Up
-- What a platform has ready for a post that it has not published yet.
alter table deliveries add column prepared text not null default '';
