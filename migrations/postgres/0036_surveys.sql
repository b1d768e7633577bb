-- +goose Up
alter table surveys add column reworded jsonb;
alter table surveys add column transitions jsonb;
alter table surveys add column clusters jsonb;
alter table survey_cells drop constraint survey_cells_round_check;
alter table survey_cells add constraint survey_cells_round_check check (round in ('pre', 'post', 'later'));
