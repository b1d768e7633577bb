-- +goose Up
alter table channels add column armed_at timestamptz;
alter table channels add column idle_told_at timestamptz;
update channels set armed_at = updated_at where credentials is not null; -- not given later than that
create index deliveries_channel on deliveries (channel_id, id);
