-- Where a code was asked for: wrong codes from elsewhere neither use it up nor hold up whoever enters it there.
alter table portal_code add column asked_from text check (char_length(asked_from) <= 64);
