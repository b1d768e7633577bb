-- +goose Up
create table designations (
  campaign_id text not null references campaigns (id),
  messenger_id text not null references messengers (id),
  organization_id text not null references organizations (id),
  words text not null,
  primary key (campaign_id, messenger_id),
  unique (campaign_id, words)
);
alter table submissions add column consent_id text references consents (id);
-- A statement keeps the bytes that were approved; what it rests on is read from the row.
update submissions set consent_id = (select c.id from consents c where c.id = json_extract(statement, '$.messengers[0].consent'));
create index submissions_consent on submissions (consent_id);
