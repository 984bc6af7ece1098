-- Numbers that a desk holds for receipts without a network: what of them is not used is a gap, which this explains.
create table document_block (
  organization_id uuid not null,
  id uuid not null,
  series text not null,
  prefix text not null check (char_length(prefix) <= 40),          -- as it stands before the number on paper
  first_number bigint not null,
  last_number bigint not null check (last_number >= first_number),
  device text not null check (char_length(device) between 8 and 64), -- the browser's own name for itself
  holder_id uuid not null,                                         -- it stays when the member leaves
  holder_name text not null,
  reserved_at timestamptz not null,
  closed_at timestamptz,
  closed_by_name text,
  close_reason text check (close_reason <> '' and char_length(close_reason) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, series) references document_counter (organization_id, series),
  unique (organization_id, series, first_number),
  check ((closed_at is null) = (closed_by_name is null) and (closed_at is null) = (close_reason is null))
);
create index document_block_holder on document_block (organization_id, holder_id, id);
select tenant_table('document_block');
revoke delete on document_block from counterfoil_app;
