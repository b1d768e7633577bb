-- +goose Up
-- Where the data of an organisation are kept, as its public page says it.
alter table organizations add column data_location text not null default '';
-- What addressing people at indicated risk does to their privacy.
alter table campaigns add column impact_assessment text not null default '';
