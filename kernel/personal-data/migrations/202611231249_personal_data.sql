-- Who was asked to be erased, and how far that is (kernel/personal-data/README.md). No word of the person.
create table person_erasure (
  organization_id uuid not null references organization (id),
  id uuid not null,
  kind text not null check (kind <> '' and char_length(kind) <= 60),   -- e.g. person, exhibition.customer
  subject_id uuid not null,
  state text not null check (state in ('waiting', 'done', 'refused')),
  requested_by_name text not null,
  requested_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, kind, subject_id)
);
select tenant_table('person_erasure');
