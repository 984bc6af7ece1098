-- Channels are what the manifests bring; the database holds no list of them.
alter table conversation drop constraint conversation_channel_check;
alter table conversation add constraint conversation_channel_check check (channel ~ '^[a-z][a-z0-9_]{0,39}$');
