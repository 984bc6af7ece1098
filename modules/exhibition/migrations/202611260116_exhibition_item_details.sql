-- What a desk shows and a document states of an item, its variants, and how much of it is left.

alter table exhibition_item
  add column unit text not null default 'piece' check (unit in ('piece', 'kg')),
  -- What India's tax law calls the goods; other countries have tariff numbers of up to ten digits.
  add column hsn text check (hsn ~ '^[0-9]{4,10}$'),
  add column colour text
    check (colour in ('grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink')),
  add column image_file_id uuid,
  -- A variant is sold in place of its item, and is named after it: `name` of a variant is "T-shirt, M".
  add column variant_of uuid,
  add column variant text check (variant <> '' and char_length(variant) <= 60),
  -- What is left, in thousandths of the unit; null: nobody counts it. Below zero only where the settings allow it.
  add column stock_milli bigint,
  add constraint exhibition_item_variant check ((variant_of is null) = (variant is null) and variant_of <> id),
  add constraint exhibition_item_of_exhibition unique (organization_id, exhibition_id, id),
  add foreign key (organization_id, image_file_id) references file (organization_id, id),
  -- All items of an exhibition go at once, with their variants.
  add foreign key (organization_id, exhibition_id, variant_of)
    references exhibition_item (organization_id, exhibition_id, id);

-- Two variants on sale with one name could not be told apart.
create unique index exhibition_item_variant_name on exhibition_item (organization_id, variant_of, lower(variant))
  where archived_at is null;
