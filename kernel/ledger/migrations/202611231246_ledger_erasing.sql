-- Erasing a person blanks their name in the text of an entry; the entry, its lines and amounts stand.
create or replace function ledger_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'ledger_entry' and app_erasing() then
    if to_jsonb(new) - 'memo' - 'actor_name' = to_jsonb(old) - 'memo' - 'actor_name' then
      return new;
    end if;
  end if;
  raise exception 'the ledger is never changed; post a reversal';
end $$;
