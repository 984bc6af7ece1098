-- The end of each chain as it was last published (kernel/audit-heads). The server's own chain has no organization to
-- refer to, and no row.
create table audit_head (
  organization_id uuid not null primary key references organization on delete cascade,
  sequence integer not null check (sequence > 0),
  hash bytea not null check (octet_length(hash) = 32),
  published_at timestamptz not null
);
select tenant_table('audit_head');
