-- As 0105, with the walk from seven hits among the newest 5,000 instead of ten: of a word that one customer in 400 bears they
-- show twelve or thirteen on average, but in one case of five fewer than ten, and then it was looked for in both ways.

-- First a look at the newest 5,000 customers: a common word is on a page by then, and a small organization is through.
-- Seven hits among them promise a page within 36,000, so the walk goes on that far. Else the index: the hits are gathered
-- and sorted afterwards, because the planner, seeing ORDER BY id LIMIT 50, would rather walk the primary key and filter a
-- million rows. Only when there are over 2,000 hits, which the newest customers didn't show, the walk to the end.
-- `patterns` are LIKE patterns over search_text; all must match. Newest first, ids below `after`.
create or replace function exhibition_find_customers(patterns text[], in_exhibition uuid, created_from uuid, created_to uuid, after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  org uuid := app_organization_id();
  first uuid := coalesce(created_from, '00000000-0000-0000-0000-000000000000');
  beyond uuid := least(coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), coalesce(created_to, 'ffffffff-ffff-ffff-ffff-ffffffffffff'));
  hits uuid[];
  looked_at int;
  rest uuid;
  walk boolean;
begin
  select coalesce(array_agg(n.id order by n.id desc) filter (where n.search_text like all (patterns)), '{}'), count(*) into hits, looked_at
  from (
    select c.id, c.search_text from exhibition_customer c
    where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition) and c.id >= first and c.id < beyond
    order by c.id desc limit 5000) n;
  if looked_at = 5000 and cardinality(hits) between 7 and how_many - 1 then
    select c.id into rest from exhibition_customer c
    where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition) and c.id >= first and c.id < beyond
    order by c.id desc offset 4999 limit 1;
    hits := hits || array(
      select n.id from (
        select c.id, c.search_text from exhibition_customer c
        where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition) and c.id >= first and c.id < rest
        order by c.id desc limit 31000) n
      where n.search_text like all (patterns) limit how_many - cardinality(hits));
  end if;
  walk := looked_at = 5000 and cardinality(hits) < how_many;
  -- Five: three letters and a % on either side. Shorter words are no trigram and common anyway.
  if walk and (select max(char_length(p)) from unnest(patterns) p) >= 5 then
    hits := exhibition_gather_customers(patterns, in_exhibition, first, beyond);
    walk := cardinality(hits) > 2000;
  end if;
  if not walk then
    return query select h from unnest(hits) h order by h desc limit how_many;
  else
    return query
      select c.id from exhibition_customer c
      where c.organization_id = org and c.search_text like all (patterns)
        and (in_exhibition is null or c.exhibition_id = in_exhibition) and c.id >= first and c.id < beyond
      order by c.id desc limit how_many;
  end if;
end $$;
