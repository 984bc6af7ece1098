-- What every tenant table stands on: a role without rights of its own, and the organization of the transaction.

do $$
begin
  if not exists (select from pg_roles where rolname = 'counterfoil_app') then
    create role counterfoil_app nologin;
  end if;
exception
  -- Two databases of one cluster may migrate side by side: losing the race is as good as winning it.
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'The database user % may not create roles. Let an administrator run once: create role counterfoil_app nologin; grant counterfoil_app to %;',
      current_user, current_user;
end $$;

do $$
begin
  -- Since PostgreSQL 16 whoever creates a role may grant it but not become it until it is granted to them.
  execute format('grant counterfoil_app to %I', current_user);
exception
  when insufficient_privilege then
    if not pg_has_role(current_user, 'counterfoil_app', 'member') then
      raise exception 'The database user % may not act as counterfoil_app. Let an administrator run once: grant counterfoil_app to %;',
        current_user, current_user;
    end if;
end $$;

create extension if not exists pg_trgm;

-- The organization this transaction works for; null outside one, so that a query that forgets it finds nothing.
create function app_organization_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.organization_id', true), '')::uuid;

-- Puts a table under row-level security. The owner (migrations, sweeps) is exempt; the role of requests is not.
create function tenant_table(t regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy organization on %s to counterfoil_app
    using (organization_id = app_organization_id()) with check (organization_id = app_organization_id())', t);
  execute format('grant select, insert, update, delete on %s to counterfoil_app', t);
end $$;
