-- Receipts, invoices and credit notes: numbered without gaps, never changed (kernel/documents/README.md).

-- The last number of each series. Taking one locks its row until the transaction ends, and rolling back gives it back:
-- a sequence would leave a gap. So actions take the number last.
create table document_counter (
  organization_id  uuid not null references organization (id) on delete restrict,
  series           text not null check (series in ('receipt', 'invoice', 'credit_note')),
  last_number      bigint not null check (last_number > 0),
  primary key (organization_id, series)
);
select tenant_table('document_counter');
revoke delete on document_counter from counterfoil_app;

create table document (
  organization_id   uuid not null,
  id                uuid not null,                                  -- version 7: ordered by time of making
  series            text not null,
  number            bigint not null,
  formatted_number  text not null,                                  -- with the prefix the series had then
  issued_at         timestamptz not null,
  subject_type      text not null,                                  -- what it is about, e.g. exhibition.customer
  subject_id        uuid not null,
  snapshot          jsonb not null,                                 -- all that it says (kernel/documents/snapshot.ts)
  -- Of a credit note: the document that is corrected, and what on it: the caller's own id of it, such as a bill's.
  corrects_id       uuid,
  corrects_what     uuid,
  primary key (organization_id, id),
  foreign key (organization_id, series) references document_counter (organization_id, series),
  unique (organization_id, series, number),
  unique (organization_id, series, formatted_number),
  foreign key (organization_id, corrects_id) references document (organization_id, id),
  check ((series = 'credit_note') = (corrects_id is not null)),
  check ((corrects_id is null) = (corrects_what is null))
);
create index document_subject on document (organization_id, subject_id, subject_type, id);
-- Each thing is corrected once.
create unique index document_corrects on document (organization_id, corrects_id, corrects_what)
  where corrects_id is not null;
select tenant_table('document');
revoke update, delete on document from counterfoil_app;

-- The grant keeps requests from changing a document, the trigger keeps everybody.
create function document_is_immutable() returns trigger language plpgsql as $$
begin
  raise exception 'a document is never changed or deleted' using errcode = 'restrict_violation';
end $$;
create trigger document_immutable before update or delete on document
  for each row execute function document_is_immutable();
create trigger document_not_truncated before truncate on document
  for each statement execute function document_is_immutable();
