-- Where an Indian exhibition's goods are handed over (the GST code of the state), when not in the state of the seller's
-- GSTIN: then its tax is that between states.
alter table exhibition add column supply_state text check (supply_state ~ '^[0-9]{2}$');
-- As long as items' codes may be.
alter table exhibition_bill_line drop constraint exhibition_bill_line_hsn_check,
  add constraint exhibition_bill_line_hsn_check check (char_length(hsn) <= 10);
