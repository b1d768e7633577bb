-- +goose Up
create index attempts_key on attempts (key);
create table portal_pages (
  key text primary key not null,
  organization_id text not null references organizations (id),
  channel_id text not null references channels (id),
  delivery_id text not null unique references deliveries (id),
  slug text not null,
  language text not null,
  direction text not null check (direction in ('ltr', 'rtl')),
  title text not null,
  body text not null,
  link text not null,
  hashtags text not null check (json_valid(hashtags)),
  disclosure text not null,
  zone text not null,
  published_at datetime not null,
  removed_at datetime,
  unique (organization_id, slug)
);
create index portal_pages_newest on portal_pages (organization_id, language, published_at desc, key desc);
create table portal_reads (
  key text not null references portal_pages (key),
  day text not null,
  process text not null,
  views integer not null check (views >= 0),
  readers integer not null check (readers >= 0),
  primary key (key, day, process)
);
create table portal_feed_reads (
  organization_id text not null references organizations (id),
  language text not null,
  day text not null,
  process text not null,
  reads integer not null check (reads >= 0),
  primary key (organization_id, language, day, process)
);
