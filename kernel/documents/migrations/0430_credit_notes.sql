-- Credit notes: a series of their own, each correcting one thing on one earlier document, once.
alter table document_counter drop constraint document_counter_series_check;
alter table document_counter add constraint document_counter_series_check
  check (series in ('receipt', 'invoice', 'credit_note'));

-- The document that is corrected, and what on it: the caller's own id of it, such as a bill's.
alter table document
  add column corrects_id uuid,
  add column corrects_what uuid,
  add foreign key (organization_id, corrects_id) references document (organization_id, id),
  add check ((series = 'credit_note') = (corrects_id is not null)),
  add check ((corrects_id is null) = (corrects_what is null));
create unique index document_corrects on document (organization_id, corrects_id, corrects_what) where corrects_id is not null;
