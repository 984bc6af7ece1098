-- The password of the role that requests sign in with; made at the first start, read by the owner alone (kernel/db/app-login.ts).
create table database_login (
  only_row boolean primary key default true check (only_row),
  password text not null
);
alter table database_login enable row level security;
