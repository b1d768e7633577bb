-- +goose Up
alter table channels add column count_clicks boolean not null default false;
alter table deliveries add column link_code text not null default '';
create unique index deliveries_link_code on deliveries (link_code) where link_code <> '';
create table link_clicks (
  delivery_id text not null references deliveries (id),
  hour datetime not null,
  clicks integer not null check (clicks > 0),
  primary key (delivery_id, hour)
);
