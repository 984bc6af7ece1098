-- What a bank or an operator says has come in, and which payments it was.

-- How one bank's CSV is read; chosen once, found again by its headings.
create table statement_format (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> '' and char_length(name) <= 100),
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'), -- of the headings, in their order
  mapping jsonb not null,                                         -- see kernel/statements/domain/guess-mapping.ts
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index statement_format_headings on statement_format (organization_id, fingerprint);
select tenant_table('statement_format');

create table statement (
  organization_id uuid not null references organization (id),
  id uuid not null,                                              -- version 7
  file_name text not null,
  format_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  from_on date not null,                                         -- the first and last day that its lines name
  to_on date not null,
  lines int not null,                                            -- money in, as the file has it
  known int not null,                                            -- of these already there from an earlier statement
  outgoing int not null,                                         -- money out, which is nobody's payment: left out
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, format_id) references statement_format (organization_id, id)
);
select tenant_table('statement');

create table statement_line (
  organization_id uuid not null,
  id uuid not null,
  statement_id uuid not null,                                    -- the first one that had it
  format_id uuid not null,
  row int not null,                                              -- as a spreadsheet numbers it
  day date not null,
  at timestamptz,                                                -- where the bank tells the time as well
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  text text not null default '',
  payer text not null default '',
  transaction_reference text,
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  -- Statements overlap: the same line has the same hash. Two that are truly alike on one day are the first and second
  -- occurrence.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  occurrence int not null check (occurrence > 0),
  state text not null default 'open' check (state in ('open', 'matched', 'ignored')),
  payment_id uuid,                                               -- matched: which it was; open: which it seems to be
  -- paid_already: it names a payment which another line, or nobody any more, is to pay, and is offered to nobody else
  certainty text check (certainty in ('certain', 'likely', 'by_hand', 'paid_already')),
  because text,                                                  -- reference, transaction, amount, amount_and_payer
  decided_by_name text,
  decided_at timestamptz,
  note text,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, statement_id) references statement (organization_id, id),
  foreign key (organization_id, format_id) references statement_format (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id),
  check (state <> 'matched' or payment_id is not null)
) with (fillfactor = 85);
create unique index statement_line_once on statement_line (organization_id, format_id, hash, occurrence);
create index statement_line_statement on statement_line (organization_id, statement_id, row);
create index statement_line_open on statement_line (organization_id, currency, id) where state = 'open';
create index statement_line_payment on statement_line (organization_id, payment_id) where payment_id is not null;
-- One line, one payment: of two people who match at once one is refused.
create unique index statement_line_matched on statement_line (organization_id, payment_id) where state = 'matched';
select tenant_table('statement_line');
