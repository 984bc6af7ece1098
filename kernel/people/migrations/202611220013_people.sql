-- Whom an organization deals with. How they are reached is a conversation's (kernel/channels): one person may write
-- from several.
create table person (
  organization_id uuid not null references organization (id),
  id uuid not null,                                              -- version 7: the order in which they were met
  name text not null check (name <> '' and char_length(name) <= 255),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),             -- E.164; several people may share one
  email text check (char_length(email) <= 254),
  language text not null,                                        -- BCP 47
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Searches find Zoë by zoe.
  search_text text not null generated always as
    (app_fold(name || E'\n' || coalesce(phone, '') || E'\n' || coalesce(email, ''))) stored,
  primary key (organization_id, id)
);
create index person_phone on person (organization_id, phone) where phone is not null;
create index person_email on person (organization_id, lower(email)) where email is not null;
select tenant_table('person');
