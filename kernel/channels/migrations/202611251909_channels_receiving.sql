-- Whether what people write arrives, by channel and account, as it was last seen: when something came, or the service
-- that was asked answered; and since when it doesn't.
create table channel_receiving (
  organization_id uuid not null,
  channel text not null,
  account text not null,                                         -- of the service, such as a bot's number
  polls boolean not null default false,                          -- we ask for messages, instead of being called
  since timestamptz,                                             -- it works without a break since then
  heard_at timestamptz,
  fault text,                                                    -- why nothing arrives
  fault_at timestamptz,
  primary key (organization_id, channel, account)
);
select tenant_table('channel_receiving');
