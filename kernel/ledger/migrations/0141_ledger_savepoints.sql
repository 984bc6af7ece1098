-- An entry and its lines are of one transaction. The row's xmin told that only outside savepoints, in which a chat's flow runs its actions:
-- there it is the savepoint's own number.
alter table ledger_entry add column written_in xid8 not null default pg_current_xact_id();

create or replace function ledger_line_belongs() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger_entry e where e.organization_id = new.organization_id and e.id = new.entry_id
                 and e.written_in = pg_current_xact_id()) then
    raise exception 'a ledger entry is written at once; post another';
  end if;
  return new;
end $$;
