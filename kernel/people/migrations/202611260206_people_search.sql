-- People are found by an index, as payments are: the list read an organization's people from the newest on, and a miss read
-- them all. Trigrams of the folded text; the function reads past row-level security, under which no index of them is used.
create index person_search on person using gin (search_text gin_trgm_ops);

create function person_find(patterns text[], after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  org uuid := app_organization_id();
begin
  return query select p.id from person p
    where p.organization_id = org and p.search_text like patterns[1]
      -- One index scan for up to three words; `all` is no condition of an index.
      and p.search_text like coalesce(patterns[2], patterns[1]) and p.search_text like coalesce(patterns[3], patterns[1])
      and p.search_text like all (patterns)
      and (after is null or p.id < after)
    order by p.id desc limit how_many;
end $$;
revoke all on function person_find(text[], uuid, int) from public;
grant execute on function person_find(text[], uuid, int) to counterfoil_app;
