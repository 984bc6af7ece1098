-- Numbers that may name a transfer, of each line; beside those of the rows that are no line, a number identifies only
-- when it stands in one of them.

-- As transferKeys() in kernel/lib/transfer-numbers.ts reads them; a test compares both.
create function statement_line_keys(line_text text, reference text) returns text[] language sql immutable parallel safe
  return array(
    select distinct case when w.word ~ '^0+[0-9]+$' then ltrim(w.word, '0') else w.word end
    from (
      select regexp_replace(found.m, '^(UPI|IMPS|NEFT|RTGS|UTR|RRN|REF|TXN|TXNID|NO)+(?=[0-9]{6,}$)', '')
      from (
        select unnest(regexp_split_to_array(upper(line_text || ' ' || coalesce(reference, '')), '[^A-Z0-9]+')) as m
        union select regexp_replace(upper(coalesce(reference, '')), '[^A-Z0-9]', '', 'g')
      ) as found
      where char_length(regexp_replace(found.m, '[^0-9]', '', 'g')) >= 4
    ) as w (word)
    where char_length(case when w.word ~ '^0+[0-9]+$' then ltrim(w.word, '0') else w.word end) >= 6
  );

alter table statement_line add column keys text[] not null
  generated always as (statement_line_keys(text, transaction_reference)) stored;
create index statement_line_keys on statement_line using gin (keys);

alter table statement add column other_keys text[] not null default '{}'; -- in money out, and above the heading
create index statement_other_keys on statement using gin (other_keys);
