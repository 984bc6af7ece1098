-- Erasing a person (kernel/personal-data) removes their data from entries, never who did what to which record when.

-- Only the owner of the tables erases; requests sign in as counterfoil_app, whatever they set.
create function app_erasing() returns boolean language sql stable as $$
  select current_setting('app.erasing', true) = 'on' and current_user <> 'counterfoil_app'
$$;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  -- Tables that let something through then have a trigger for each row, which says what.
  if tg_op = 'UPDATE' and tg_table_name <> 'audit_seal' and app_erasing() then
    return null;
  end if;
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

create function audit_entry_stands() returns trigger language plpgsql as $$
begin
  if (new.organization_id, new.id, new.at, new.actor_kind, new.actor_id, new.action, new.subject_type, new.subject_id,
      new.request_id, new.xact)
    is distinct from
     (old.organization_id, old.id, old.at, old.actor_kind, old.actor_id, old.action, old.subject_type, old.subject_id,
      old.request_id, old.xact)
    or not app_erasing()
  then
    raise exception 'audit_entry is append-only: who, what and when stay' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger audit_entry_stands before update on audit_entry for each row execute function audit_entry_stands();

-- Entries from which a person's data were removed: the digest of what is left, signed like a link of the chain, so that
-- a redaction can't be forged without SECRET_KEY. The chain itself keeps the digest of what was written first.
create table audit_redaction (
  organization_id  uuid not null,
  entry_id         uuid not null,
  digest           bytea not null check (octet_length(digest) = 32),
  signature        bytea not null,
  key_id           text not null,
  redacted_at      timestamptz not null,
  primary key (organization_id, entry_id)
);
select tenant_table('audit_redaction');
revoke insert, update, delete on audit_redaction from counterfoil_app;
