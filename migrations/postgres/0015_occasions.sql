-- +goose Up
alter table approval_rules add column occasion text not null default '' check (occasion in ('', 'religious', 'named', 'election'));
update approval_rules set occasion = 'religious' where religious;
alter table approval_rules drop column religious;
drop index submissions_one_open;
create unique index submissions_one_open on submissions (version_id, country, authority_id) where state <> 'voided';
create table election_windows (
  id uuid primary key not null,
  country text not null,
  title text not null,
  from_day text not null,
  to_day text not null check (to_day >= from_day),
  source text not null,
  version integer not null
);
create index election_windows_country on election_windows (country);
