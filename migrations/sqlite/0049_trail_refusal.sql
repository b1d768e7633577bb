-- +goose Up
-- SQLite knows no codes of its own for what a trigger refuses.
select 1;
