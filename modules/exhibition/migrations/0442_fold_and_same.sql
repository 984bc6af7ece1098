-- Searches find Zoë by zoe (app_fold); imports find who is there already.

alter table exhibition_customer drop column search_text, add column search_text text not null generated always as
  (app_fold(name || E'\n' || email || E'\n' || phone || E'\n' || code)) stored;
create index exhibition_customer_search on exhibition_customer using gin (search_text gin_trgm_ops) with (gin_pending_list_limit = 1024);

drop index exhibition_bill_description;
create index exhibition_bill_description on exhibition_bill using gin (app_fold(description) gin_trgm_ops)
  with (gin_pending_list_limit = 1024) where description <> '';

-- As before, folded.
create or replace function exhibition_find_bills(pattern text, after uuid, how_many int)
  returns table (id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  org uuid := app_organization_id();
begin
  return query
    select b.id from exhibition_bill b
    where b.organization_id = org and (after is null or b.id < after) and b.id in (
      select d.id from exhibition_bill d where d.description <> '' and app_fold(d.description) like pattern and d.organization_id = org
      union
      select x.id from exhibition_bill x
      where x.organization_id = org
        and x.customer_id in (select f.id from exhibition_find_customers(array[pattern], null, null, null, null, 500) f))
    order by b.id desc limit how_many;
end $$;

-- Two more entries for each customer, so that a file of thousands is compared with a million in a moment.
create index exhibition_customer_email on exhibition_customer (organization_id, lower(email));
create index exhibition_customer_phone on exhibition_customer (organization_id, phone);

-- Customers who have one of these IDs, or at this exhibition one of these addresses (in lower case) or telephone numbers; the newest first.
-- A function of the owner: lower() isn't leakproof, so row-level security would keep it away from its index.
create function exhibition_same_customers(in_exhibition uuid, codes text[], emails text[], phones text[])
  returns table (id uuid, code text, name text, email text, phone text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and c.code = any (codes)
  union
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and lower(c.email) = any (emails) and c.exhibition_id = in_exhibition
  union
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and c.phone = any (phones) and c.exhibition_id = in_exhibition
  order by 1 desc
$$;
revoke all on function exhibition_same_customers(uuid, text[], text[], text[]) from public;
grant execute on function exhibition_same_customers(uuid, text[], text[], text[]) to counterfoil_app;
