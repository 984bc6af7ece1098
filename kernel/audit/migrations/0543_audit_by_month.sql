-- The audit trail by month: lists read the newest month first, and the indexes of months that are over stay as they are.
-- Nothing of it is ever dropped.

alter table audit_entry rename to audit_entry_copied;
create table audit_entry (like audit_entry_copied including defaults including constraints) partition by range (id);
drop trigger append_only on audit_entry_copied;
alter table audit_entry_copied drop constraint audit_entry_pkey;
drop index audit_entry_xact, audit_entry_subject, audit_entry_actor;

alter table audit_entry add primary key (organization_id, id);
create index audit_entry_xact on audit_entry (xact);
create index audit_entry_subject on audit_entry (organization_id, subject_type, subject_id, id);
create index audit_entry_actor on audit_entry (organization_id, actor_id, id);
create trigger append_only before update or delete or truncate on audit_entry for each statement execute function refuse_change();
select partitioned_table('audit_entry', (select (min(at) at time zone 'UTC')::date from audit_entry_copied));
revoke update, delete on audit_entry from counterfoil_app;

insert into audit_entry select * from audit_entry_copied;
drop table audit_entry_copied;
