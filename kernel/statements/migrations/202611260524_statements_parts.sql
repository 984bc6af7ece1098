-- One line may pay several payments, and several lines one payment; a person says so.

-- What a line paid of each payment, where it paid several. The line is open as long as something of it is left: when one
-- of its payments is undone, its part goes, and the rest of the line is looked for again.
create table statement_part (
  organization_id uuid not null,
  line_id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  created_at timestamptz not null,
  primary key (organization_id, line_id, payment_id),
  foreign key (organization_id, line_id) references statement_line (organization_id, id),
  foreign key (organization_id, payment_id) references payment (organization_id, id)
);
-- A payment is paid by one line that is split, or by lines of its own.
create unique index statement_part_payment on statement_part (organization_id, payment_id);
select tenant_table('statement_part');

alter table statement_line add column further boolean not null default false; -- not the first of several lines
drop index statement_line_matched;
-- One line, one payment: of two people who match at once one is refused.
create unique index statement_line_matched on statement_line (organization_id, payment_id)
  where state = 'matched' and not further;
