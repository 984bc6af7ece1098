-- Erasing a person blanks their name beside a movement of units; the movement stands.
create function electricity_entry_stands() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'reason' - 'actor_name' <> to_jsonb(old) - 'reason' - 'actor_name' or not app_erasing() then
    raise exception 'electricity_entry is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger electricity_entry_stands before update on electricity_entry
  for each row execute function electricity_entry_stands();
