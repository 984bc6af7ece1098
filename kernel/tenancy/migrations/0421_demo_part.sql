-- Which parts of an organization's demo data are there. The mark is written in the part's own transaction, so that an interrupted start
-- leaves either all of a part or nothing of it, and the next one knows what is missing.
create table demo_part (
  organization_id uuid not null references organization on delete cascade,
  part text not null,
  seeded_at timestamptz not null default now(),
  primary key (organization_id, part)
);
select tenant_table('demo_part');

-- The demos of earlier versions had no marks; what they have stays as it is.
insert into demo_part (organization_id, part)
select o.id, m.name from organization o cross join unnest(o.modules || array['payments']) as m (name)
where o.slug in ('demo-malabar', 'demo-hostel', 'demo-kigali');
