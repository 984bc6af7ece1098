-- What a business that buys wants on its papers: its tax number (in India the GSTIN) and its address. Empty: none.
alter table exhibition_customer
  add column tax_number text not null default '' check (char_length(tax_number) <= 60),
  add column address text not null default '' check (char_length(address) <= 500);
