-- +goose Up
create index attempts_key on attempts (key);
create table portal_pages (
  key text primary key not null,
  organization_id uuid not null references organizations,
  channel_id uuid not null references channels,
  delivery_id uuid not null unique references deliveries,
  slug text not null,
  language text not null,
  direction text not null check (direction in ('ltr', 'rtl')),
  title text not null,
  body text not null,
  link text not null,
  hashtags jsonb not null,
  disclosure text not null,
  zone text not null,
  published_at timestamptz not null,
  removed_at timestamptz,
  unique (organization_id, slug)
);
create index portal_pages_newest on portal_pages (organization_id, language, published_at desc, key desc);
create table portal_reads (
  key text not null references portal_pages,
  day text not null,
  process text not null,
  views bigint not null check (views >= 0),
  readers bigint not null check (readers >= 0),
  primary key (key, day, process)
);
create table portal_feed_reads (
  organization_id uuid not null references organizations,
  language text not null,
  day text not null,
  process text not null,
  reads bigint not null check (reads >= 0),
  primary key (organization_id, language, day, process)
);
