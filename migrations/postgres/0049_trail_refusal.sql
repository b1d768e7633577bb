-- +goose Up
-- Who changes the trail lacks the right to, whoever they are.
-- +goose StatementBegin
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.chain_hash is null and new.leaf_hash is not null and new.chain_hash is not null
    and to_jsonb(new) - 'leaf_hash' - 'chain_hash' = to_jsonb(old) - 'leaf_hash' - 'chain_hash' then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd
