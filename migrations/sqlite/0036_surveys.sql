-- +goose Up
alter table surveys add column reworded text check (json_valid(reworded));
alter table surveys add column transitions text check (json_valid(transitions));
alter table surveys add column clusters text check (json_valid(clusters));
create table survey_cells_new (
  survey_id text not null references surveys (id),
  round text not null check (round in ('pre', 'post', 'later')),
  arm text not null check (arm in ('treated', 'comparison')),
  segment text not null,
  yes integer not null,
  asked integer not null,
  primary key (survey_id, round, arm, segment),
  check (yes between 0 and asked)
);
insert into survey_cells_new select survey_id, round, arm, segment, yes, asked from survey_cells;
drop table survey_cells;
alter table survey_cells_new rename to survey_cells;
