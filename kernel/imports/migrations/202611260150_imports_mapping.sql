-- Which column of a file is which: chosen by a person or guessed, and remembered for the next file of the same shape.

alter table import
  add column mapping jsonb,                       -- heading_row, delimiter, columns; null: an import of an earlier version
  add column mapping_source text check (mapping_source in ('given', 'remembered', 'guessed')),
  add column headings jsonb not null default '[]',
  add column unused jsonb not null default '[]',  -- columns that are not used: title, filled, examples
  add column warnings jsonb not null default '[]'; -- the first cells that a spreadsheet seems to have changed

create table import_format (
  organization_id  uuid not null references organization (id),
  name             text not null,                 -- the definition, e.g. exhibition.customers
  fingerprint      text not null check (fingerprint ~ '^[0-9a-f]{64}$'), -- of the headings, in their order
  columns          jsonb not null,                -- for each column its key, or null: left out
  updated_at       timestamptz not null,
  primary key (organization_id, name, fingerprint)
);
select tenant_table('import_format');
