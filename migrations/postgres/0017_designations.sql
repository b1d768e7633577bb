-- +goose Up
create table designations (
  campaign_id uuid not null references campaigns (id),
  messenger_id uuid not null references messengers (id),
  organization_id uuid not null references organizations (id),
  words text not null,
  primary key (campaign_id, messenger_id),
  unique (campaign_id, words)
);
alter table submissions add column consent_id uuid references consents (id);
-- A statement keeps the bytes that were approved; what it rests on is read from the row.
update submissions set consent_id = (select c.id from consents c where c.id = (statement -> 'messengers' -> 0 ->> 'consent')::uuid);
create index submissions_consent on submissions (consent_id);
