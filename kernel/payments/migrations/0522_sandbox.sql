-- What the sandbox provider knows, as a real one would on its own machines: our tables hold what it told us.
create table sandbox_transfer (
  organization_id uuid not null references organization (id),
  id uuid not null,
  reference text not null check (reference <> '' and char_length(reference) <= 100), -- whoever asks twice by it gets the first answer
  kind text not null check (kind in ('charge', 'refund')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  callback_url text not null default '',
  return_url text not null default '',
  state text not null check (state in ('open', 'paid', 'declined')),
  settles_at timestamptz,                                        -- paid or declined from this moment on; before, it is still open
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index sandbox_transfer_reference on sandbox_transfer (organization_id, reference);
select tenant_table('sandbox_transfer');
