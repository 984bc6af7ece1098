-- Searches find Zoë by zoe (app_fold).
alter table person drop column search_text, add column search_text text not null generated always as
  (app_fold(name || E'\n' || coalesce(phone, '') || E'\n' || coalesce(email, ''))) stored;
