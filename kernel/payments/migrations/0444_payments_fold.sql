-- Searches find Zoë by zoe (app_fold).
alter table payment drop column search_text, add column search_text text not null generated always as
  (app_fold(reference || E'\n' || payer_name || E'\n' || description || E'\n' || coalesce(transaction_reference, ''))) stored;
create index payment_search on payment using gin (search_text gin_trgm_ops);
