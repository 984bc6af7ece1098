-- A statement that refuses: raises what kernel/db/together.ts turns into the refusal `code`. Returns text, and so fits
-- into a coalesce; it is volatile, so that nothing evaluates it before it is needed.
create function app_refuse(code text) returns text language plpgsql as $$
begin
  raise exception using errcode = 'CF001', message = code;
end $$;
