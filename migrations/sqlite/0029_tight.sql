-- +goose Up
alter table channels add column tight boolean not null default false;
