-- People who may see only a part of an organization, such as one merchant's machines. The transaction of such a person
-- names that part beside the organization, and policies of the tables keep to it. kernel/tenancy/README.md explains.

-- The part that this transaction is limited to; null: the whole organization.
create function app_limit_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.limit_id', true), '')::uuid;

-- Whoever is limited sees and writes only rows whose `part` names their part; without `part`, none. Called after
-- tenant_table() or partitioned_table(). The partitions of a table have no policies, so nobody reaches them by name.
create function limit_table(t regclass, part text default null) returns void language plpgsql as $$
declare
  allowed text := 'app_limit_id() is null' || case when part is null then '' else ' or ' || quote_ident(part) || ' = app_limit_id()' end;
begin
  execute format('create policy limited on %s as restrictive to counterfoil_app using (%s) with check (%s)',
    t, allowed, allowed);
end $$;

-- Whoever is limited reads all rows, and writes none: what belongs to the whole organization, such as its dictionary.
create function limit_table_to_reading(t regclass) returns void language plpgsql as $$
begin
  execute format('create policy limited_insert on %s as restrictive for insert to counterfoil_app
    with check (app_limit_id() is null)', t);
  execute format('create policy limited_update on %s as restrictive for update to counterfoil_app
    using (app_limit_id() is null)', t);
  execute format('create policy limited_delete on %s as restrictive for delete to counterfoil_app
    using (app_limit_id() is null)', t);
end $$;

revoke all on function limit_table(regclass, text), limit_table_to_reading(regclass) from public;
