-- What chats and payment providers bring goes through one table: `source` is the channel's or the provider's name.

alter table channel_event rename to inbox_event;
alter table inbox_event rename column channel to source;
alter table inbox_event rename constraint channel_event_pkey to inbox_event_pkey;
alter table inbox_event rename constraint channel_event_provider_id_check to inbox_event_provider_id_check;
alter table inbox_event rename constraint channel_event_state_check to inbox_event_state_check;
alter table inbox_event rename constraint channel_event_raw_check to inbox_event_raw_check;
alter table inbox_event rename constraint channel_event_raw_failed to inbox_event_raw_failed;
-- A source has kinds of its own.
alter table inbox_event drop constraint channel_event_kind_check,
  add constraint inbox_event_kind_check check (kind <> '' and char_length(kind) <= 40);
alter index channel_event_once rename to inbox_event_once;
alter index channel_event_due rename to inbox_event_due;
alter index channel_event_order rename to inbox_event_order;
alter index channel_event_failed rename to inbox_event_failed;
