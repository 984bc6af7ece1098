-- Who asked not to be written to, by channel and address: whatever would send them something finds it here. No row: they may be written to.
create table opt_out (
  organization_id uuid not null,
  channel text not null,
  address text not null check (address <> '' and char_length(address) <= 320),
  -- word: they wrote it        channel: the channel told us, e.g. Twilio's error 21610
  told_by text not null check (told_by in ('word', 'channel')),
  since timestamptz not null,
  primary key (organization_id, channel, address)
);
select tenant_table('opt_out');

-- opted_out: not sent, because of that
alter table message drop constraint message_state_check;
alter table message add constraint message_state_check
  check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'cancelled', 'held', 'opted_out'));
create index message_opted_out on message (organization_id, id) where state = 'opted_out';
