-- +goose Up
create table experiments (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  title text not null,
  hypothesis text not null,
  outcome text not null,
  randomiser text not null check (randomiser in ('platform', 'organisation', 'nobody')),
  procedure text not null,
  arms text not null check (json_valid(arms)),
  baseline real not null check (baseline > 0 and baseline < 1),
  smallest real not null check (smallest > 0 and smallest < 1),
  alpha real not null check (alpha > 0 and alpha < 1),
  power real not null check (power > 0 and power < 1),
  sample_size integer not null,
  starts_on text not null,
  ends_on text not null,
  created_by text not null,
  created_at datetime not null
);
create index experiments_campaign on experiments (campaign_id);
-- +goose StatementBegin
create trigger experiments_no_update before update on experiments
begin
  select raise(abort, 'CHECK constraint failed: experiments is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger experiments_no_delete before delete on experiments
begin
  select raise(abort, 'CHECK constraint failed: experiments is append-only');
end;
-- +goose StatementEnd
create table experiment_looks (
  experiment_id text not null references experiments (id),
  number integer not null,
  arms text not null check (json_valid(arms)),
  looked_at datetime not null,
  source text not null,
  created_by text not null,
  created_at datetime not null,
  primary key (experiment_id, number)
);
-- +goose StatementBegin
create trigger experiment_looks_no_update before update on experiment_looks
begin
  select raise(abort, 'CHECK constraint failed: experiment_looks is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger experiment_looks_no_delete before delete on experiment_looks
begin
  select raise(abort, 'CHECK constraint failed: experiment_looks is append-only');
end;
-- +goose StatementEnd
