-- Texts for customers as an organization wrote them, in place of the program's own. A text that went back to ours keeps
-- its row without a text, so that every process hears of it.
create table own_text (
  organization_id  uuid not null references organization (id) on delete cascade,
  language         text not null check (length(language) between 2 and 35),
  key              text not null check (length(key) <= 200),     -- with its plural ending
  text             text check (length(text) <= 2000),
  updated_at       timestamptz not null,
  primary key (organization_id, language, key)
);
create index own_text_updated on own_text (updated_at);
select tenant_table('own_text');
