-- What the buttons of a message decide about, so that they can be taken away once that is decided, wherever it was.

alter table conversation_message
  add column asks_type text,
  add column asks_id uuid,
  add constraint conversation_message_asks_check check ((asks_type is null) = (asks_id is null));
create index conversation_message_asks on conversation_message (organization_id, asks_id) where asks_id is not null;
