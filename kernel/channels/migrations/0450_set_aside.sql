-- An event that nobody can read: its bytes as they came, at most 32 KB of them, beside the reason in last_error. It counts as failed, and
-- can only be put away.
alter table channel_event
  add column raw bytea check (octet_length(raw) <= 32768),
  add constraint channel_event_raw_failed check (raw is null or state in ('failed', 'discarded'));
