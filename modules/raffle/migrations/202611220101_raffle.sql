-- The raffle desk: raffles, each number of each, the orders that take them, and the draws.

create table raffle (
  organization_id uuid not null references organization (id),
  id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),       -- the public page is /r/<code>: see public_code
  title text not null check (title <> '' and char_length(title) <= 120),
  description text not null default '' check (char_length(description) <= 2000),
  ticket_price_minor bigint not null check (ticket_price_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  first_number int not null check (first_number >= 0),
  last_number int not null check (last_number >= first_number and last_number <= 9999999),
  -- 7 is shown as 0007 when the last is 1000
  digits int not null generated always as (char_length(last_number::text)) stored,
  active boolean not null default false,
  picture_file_id uuid,
  draw_on date,
  per_person_limit int check (per_person_limit > 0),
  reservation_minutes int not null default 30 check (reservation_minutes between 1 and 10080),
  frozen_at timestamptz,                                          -- the list for the draw is out: nothing is sold
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check (last_number - first_number < 100000),
  check (frozen_at is null or not active)
);
create unique index raffle_code on raffle (organization_id, code);
select tenant_table('raffle');

create table raffle_order (
  organization_id uuid not null,
  id uuid not null,                                               -- version 7: the order of ordering
  raffle_id uuid not null,
  -- what people read aloud, and what stands beside their numbers in the list for the draw
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{8}$'),
  person_id uuid,
  conversation_id uuid,                                           -- where it was ordered; null: desk or API
  contact_name text not null default '' check (char_length(contact_name) <= 255),
  contact_phone text check (contact_phone ~ '^\+[1-9][0-9]{6,14}$'),  -- E.164
  numbers int[] not null check (cardinality(numbers) between 1 and 1000),
  unit_price_minor bigint not null check (unit_price_minor > 0),
  amount_minor bigint not null check (amount_minor = unit_price_minor * cardinality(numbers)),
  currency text not null,
  -- draft: its numbers are held while the buyer reviews      pending_payment: confirmed, held until paid
  state text not null check (state in ('draft', 'pending_payment', 'paid', 'cancelled', 'expired')),
  reserved_until timestamptz,
  payment_id uuid,
  confirmed_at timestamptz,
  paid_at timestamptz,
  ended_at timestamptz,                                           -- cancelled or expired
  end_reason text check (end_reason <> ''),
  ticket_file_id uuid,                                            -- the picture of the ticket, made once
  notified text[] not null default '{}',                          -- notices that the buyer got: each is sent once
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Which transaction changed it last. Whoever remembers what was free asks for what changed since: all that a snapshot
  -- didn't see yet has at least its oldest open transaction's number. A clock can't tell that, commits come in any
  -- order.
  changed_in xid8 not null default pg_current_xact_id(),
  -- Who holds numbers that aren't paid for: what the caps count, and what staff see of a visitor who takes a whole
  -- raffle. `web 203.0.113.7`: the address of a visitor of the web chat, IPv6 by its /64; `chat <uuid>`: the
  -- conversation elsewhere. Null at the desk and through the API. Kept only as long as money may come.
  held_from text check (held_from <> '' and char_length(held_from) <= 100),
  -- ordered in the web chat, which knows nobody, by somebody who has paid for nothing yet
  stranger boolean not null default false,
  primary key (organization_id, id),
  foreign key (organization_id, raffle_id) references raffle (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  check ((state in ('draft', 'pending_payment')) = (reserved_until is not null)),
  check ((state = 'paid') = (paid_at is not null)),
  check ((state in ('cancelled', 'expired')) = (ended_at is not null)),
  check (state = 'draft' or payment_id is not null or ended_at is not null)
) with (fillfactor = 80);
create unique index raffle_order_code on raffle_order (organization_id, code);
create index raffle_order_raffle on raffle_order (organization_id, raffle_id, id);
create index raffle_order_person on raffle_order (organization_id, person_id, raffle_id) where person_id is not null;
create index raffle_order_held on raffle_order (organization_id, raffle_id, state) where held_from is not null;
create index raffle_order_changed on raffle_order (organization_id, raffle_id, changed_in);
-- The sweep looks for what is past its time in all organizations at once.
create index raffle_order_due on raffle_order (reserved_until) where reserved_until is not null;
select tenant_table('raffle_order');

create function raffle_order_changes() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  if new.state in ('paid', 'cancelled') then
    new.held_from := null;
  end if;
  return new;
end $$;
create trigger raffle_order_changes before update on raffle_order
  for each row execute function raffle_order_changes();

-- One row a number. Reserving and selling change no indexed column, so with room on the page the index never grows.
create table raffle_number (
  organization_id uuid not null,
  raffle_id uuid not null,
  number int not null,
  state text not null default 'available' check (state in ('available', 'reserved', 'sold')),
  order_id uuid,                                                  -- who holds it; only that order changes it
  reserved_until timestamptz,
  primary key (organization_id, raffle_id, number),
  foreign key (organization_id, raffle_id) references raffle (organization_id, id),
  check ((state = 'available') = (order_id is null)),
  check ((state = 'reserved') = (reserved_until is not null))
) with (fillfactor = 50);
select tenant_table('raffle_number');

create table raffle_draw (
  organization_id uuid not null,
  id uuid not null,
  raffle_id uuid not null,
  sequence int not null check (sequence > 0),                     -- 1; a redraw is the next
  computation int not null check (computation > 0),               -- which version of the rule of the draw
  state text not null check (state in ('frozen', 'drawn', 'replaced')),
  list_text text not null,                                        -- exactly the bytes that were hashed
  list_hash text not null check (list_hash ~ '^[0-9a-f]{64}$'),   -- SHA-256
  entries int not null check (entries > 0),
  winners_wanted int not null check (winners_wanted between 1 and 100 and winners_wanted <= entries),
  -- the public value, named beforehand
  seed_source text not null check (seed_source <> '' and char_length(seed_source) <= 500),
  seed text check (seed <> '' and char_length(seed) <= 500),
  winners int[],                                                  -- in the order drawn
  redraw_of uuid,
  reason text check (reason <> '' and char_length(reason) <= 500),
  frozen_at timestamptz not null,
  frozen_by_name text not null,
  drawn_at timestamptz,
  drawn_by_name text,
  primary key (organization_id, id),
  unique (organization_id, raffle_id, sequence),
  foreign key (organization_id, raffle_id) references raffle (organization_id, id),
  foreign key (organization_id, redraw_of) references raffle_draw (organization_id, id),
  check ((redraw_of is null) = (sequence = 1)),
  check ((redraw_of is null) = (reason is null)),
  check ((seed is null) = (winners is null) and (seed is null) = (drawn_at is null)),
  check (state <> 'drawn' or seed is not null),
  check (state <> 'frozen' or seed is null)
);
select tenant_table('raffle_draw');

-- What was published stays: the list and its hash from the first moment, the seed and the winners once they are there.
create function raffle_draw_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a draw is never deleted';
  end if;
  if (old.raffle_id, old.sequence, old.computation, old.list_text, old.list_hash, old.entries, old.winners_wanted,
        old.seed_source, old.frozen_at)
      is distinct from
      (new.raffle_id, new.sequence, new.computation, new.list_text, new.list_hash, new.entries, new.winners_wanted,
        new.seed_source, new.frozen_at)
    or old.seed is not null
      and (old.seed, old.winners, old.drawn_at) is distinct from (new.seed, new.winners, new.drawn_at)
  then
    raise exception 'what was published of a draw is never changed';
  end if;
  return new;
end $$;
create trigger raffle_draw_stands before update or delete on raffle_draw
  for each row execute function raffle_draw_stands();

-- The organizations that have reservations past their time, for the sweep, which works in one organization at a time.
create function raffle_overdue(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct o.organization_id from raffle_order o where o.reserved_until <= now;
  end;
