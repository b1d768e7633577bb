-- +goose Up
-- What a batch holds, so that another one under its name is refused.
alter table observation_batches add column digest text not null default '';
update observation_batches set digest = substr(name, 8) where name like 'sha256:%';
