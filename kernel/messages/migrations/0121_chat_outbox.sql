-- The outbox learns to chat: what waits for the person to write, what the channel says became of a message, and order per recipient.
alter table message drop constraint message_state_check;
alter table message add constraint message_state_check
  check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'cancelled', 'held'));
alter table message
  add column held_reason text,                                   -- held: why, e.g. `window_closed`
  add column delivered_at timestamptz,
  add column read_at timestamptz;
create index message_provider on message (organization_id, channel, provider_id) where provider_id is not null;
-- A chat's messages arrive in the order in which they were said: a claim passes over what has an earlier one still waiting.
create index message_order on message (organization_id, channel, to_address, id) where state in ('queued', 'sending') and channel <> 'email';
create index message_held on message (organization_id, channel, to_address) where state = 'held';
