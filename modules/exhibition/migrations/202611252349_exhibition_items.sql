-- Things with prices that a desk sells. An item is never deleted while its exhibition stands: bills name it. It is archived.

create table exhibition_item (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  currency text not null,
  name text not null check (name <> '' and char_length(name) <= 200),
  -- What a scanner reads or a cashier types; null: it is sold by its key or its name.
  code text check (code <> '' and char_length(code) <= 64),
  price_minor bigint not null check (price_minor > 0),
  -- The rate that its price includes, in hundredths of a percent; null: the exhibition's own.
  tax_basis_points int check (tax_basis_points between 0 and 9999),
  category text not null default '' check (char_length(category) <= 60),
  -- Its place in the grid of keys.
  quick_key int check (quick_key between 1 and 99),
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  -- A price is in its exhibition's currency, so that one can't change under it. Removing an exhibition removes its items.
  foreign key (organization_id, exhibition_id, currency) references exhibition (organization_id, id, currency)
    on delete cascade
);
-- An archived item keeps its code and key for the day it comes back; meanwhile others may have them.
create unique index exhibition_item_code on exhibition_item (organization_id, exhibition_id, code)
  where archived_at is null;
create unique index exhibition_item_quick_key on exhibition_item (organization_id, exhibition_id, quick_key)
  where archived_at is null;
create index exhibition_item_name on exhibition_item (organization_id, exhibition_id, lower(name), id);
select tenant_table('exhibition_item');
