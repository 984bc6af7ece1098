-- Text as searches compare it: without capitals, accents and other marks that people leave out, with the digits of a few scripts as ours.
-- searchable() in kernel/lib/searchable.ts does the same, and a test compares the two. Of PostgreSQL's own functions only: the extension
-- unaccent needs rights that a server of somebody else's may refuse, and isn't immutable, so no column could be made with it.
create function app_fold(text) returns text language sql immutable strict parallel safe return
  case when octet_length($1) = char_length($1) then lower($1)  -- no sign beyond ASCII
  else replace(replace(replace(translate(
    lower(regexp_replace(normalize($1, NFD), '[' || U&'\0300' || '-' || U&'\036F\093C' || ']', '', 'g')),
    'øłđħıŧςँ०१२३४५६७८९٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９',
    'oldhitσं0123456789012345678901234567890123456789'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') end;
