-- What a visitor of the web chat sent, until the processor has made a file of it: as it came, since signs of a copied picture are in its bytes.
create table web_chat_upload (
  organization_id uuid not null,
  id uuid not null,
  visitor_id uuid not null,
  name text not null,
  bytes bytea not null,
  received_at timestamptz not null,
  primary key (organization_id, id)
);
create index web_chat_upload_age on web_chat_upload (received_at);
select tenant_table('web_chat_upload');
