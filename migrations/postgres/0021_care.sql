-- +goose Up
alter table campaigns add column response_plan jsonb not null default '{"languages":[],"hours":"","escalation":""}';
alter table campaigns add column pretests jsonb not null default '[]';
alter table channels add column comments_off boolean not null default false;
alter table decisions add column state_action text not null default '' check (state_action in ('', 'none_known', 'planned'));
