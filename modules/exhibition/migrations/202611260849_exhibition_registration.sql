-- People register themselves on a page of the exhibition. Who finds no place waits, without an ID card.

create table exhibition_form (
  organization_id uuid not null,
  exhibition_id uuid not null,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),   -- the page is /join/<code>: see public_code
  open boolean not null default false,
  capacity int check (capacity > 0),                          -- people; null: as many as come
  intro text not null default '' check (char_length(intro) <= 1000),
  -- What the page asks besides name and contact, in this order: [{id, kind, label, required, choices}].
  fields jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, exhibition_id),
  foreign key (organization_id, exhibition_id) references exhibition (organization_id, id) on delete cascade
);
select tenant_table('exhibition_form');

-- What they answered, with each question as it stood then: [{field, kind, label, value}].
alter table exhibition_customer add column answers jsonb not null default '[]';

create table exhibition_waiting (
  organization_id uuid not null,
  id uuid not null,                                           -- version 7: the order in which they wait
  exhibition_id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 255),
  email text not null check (char_length(email) <= 254),
  phone text not null check (phone = '' or phone ~ '^\+[1-9][0-9]{6,14}$'),
  answers jsonb not null default '[]',
  language text not null,                                     -- of the page that they saw
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, exhibition_id) references exhibition (organization_id, id) on delete cascade,
  check (email <> '' or phone <> '')
);
create unique index exhibition_waiting_email on exhibition_waiting (organization_id, exhibition_id, lower(email))
  where email <> '';
create unique index exhibition_waiting_phone on exhibition_waiting (organization_id, exhibition_id, phone)
  where phone <> '';
create index exhibition_waiting_order on exhibition_waiting (organization_id, exhibition_id, id);
select tenant_table('exhibition_waiting');
