-- What machines cause has no entry in the audit trail: it waits here until the worker made deliveries of it. A row is
-- written only where somebody listens, in the transaction of the change, and goes as soon as it was read.
create table webhook_event (
  organization_id uuid not null references organization (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  at timestamptz not null,
  event text not null,
  subject_type text not null,
  subject_id text not null,
  xact bigint not null,                                          -- of its transaction, as audit_entry.xact
  primary key (organization_id, id)
);
create index webhook_event_xact on webhook_event (xact);
select tenant_table('webhook_event');

-- For the triggers of modules: `event` happened to a record. Nothing when the organization has no address.
create function tell_webhooks(organization uuid, event text, subject_type text, subject_id uuid, at timestamptz)
returns void language sql as $$
  insert into webhook_event (organization_id, at, event, subject_type, subject_id, xact)
  select $1, $5, $2, $3, $4::text, pg_current_xact_id()::text::bigint + w.xact_shift from audit_watermark w
  where exists (select from webhook_endpoint e where e.organization_id = $1 and e.active)
$$;
