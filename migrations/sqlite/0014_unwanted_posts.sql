-- +goose Up
alter table deliveries add column unwanted integer not null default 0;
alter table posts add column removal text not null default '';
alter table posts add column remove_at datetime;
alter table posts add column removals integer not null default 0;
create index posts_to_remove on posts (delivery_id) where removal = 'pending';
