-- How much came in pictures and documents of chats, day by day: of an organization (source ''), and of one sender, who is an address of the
-- web chat's visitors or a person in another channel. For the limits only; forgotten after two days.
create table media_use (
  organization_id uuid not null,
  day date not null,                                             -- in UTC
  source text not null,
  bytes bigint not null check (bytes >= 0),
  primary key (organization_id, day, source)
);
create index media_use_day on media_use (day);
select tenant_table('media_use');
