-- Who holds numbers that aren't paid for: what the caps count, and what staff see of a visitor who takes a whole raffle.
alter table raffle_order
  -- `web 203.0.113.7`: the address of a visitor of the web chat, IPv6 by its /64; `chat <uuid>`: the conversation elsewhere. Null at the
  -- desk and through the API. Kept only as long as money may come.
  add column held_from text check (held_from <> '' and char_length(held_from) <= 100),
  -- ordered in the web chat, which knows nobody, by somebody who has paid for nothing yet
  add column stranger boolean not null default false;
create index raffle_order_held on raffle_order (organization_id, raffle_id, state) where held_from is not null;

create or replace function raffle_order_changes() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  if new.state in ('paid', 'cancelled') then
    new.held_from := null;
  end if;
  return new;
end $$;
