-- Where a public code leads: which organization, and what there. A page such as /r/<code> is opened by anybody, so this table belongs to
-- no organization; requests write rows of their own and ask for one code at a time.
create table public_code (
  kind text not null check (kind <> ''),                             -- what it names, e.g. raffle
  code text not null check (code <> ''),
  organization_id uuid not null references organization (id),
  subject_id uuid not null,
  primary key (kind, code)
);
create index public_code_subject on public_code (organization_id, subject_id);
alter table public_code enable row level security;
create policy organization on public_code to counterfoil_app
  using (organization_id = app_organization_id()) with check (organization_id = app_organization_id());
grant insert on public_code to counterfoil_app;

create function find_public_code(of_kind text, of_code text) returns table (organization_id uuid, subject_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.subject_id from public_code c where c.kind = of_kind and c.code = of_code;
  end;
revoke all on function find_public_code(text, text) from public;
grant execute on function find_public_code(text, text) to counterfoil_app;
