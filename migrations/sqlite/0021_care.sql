-- +goose Up
alter table campaigns add column response_plan text not null default '{"languages":[],"hours":"","escalation":""}' check (json_valid(response_plan));
alter table campaigns add column pretests text not null default '[]' check (json_valid(pretests));
alter table channels add column comments_off boolean not null default false;
alter table decisions add column state_action text not null default '' check (state_action in ('', 'none_known', 'planned'));
