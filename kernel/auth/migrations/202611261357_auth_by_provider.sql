-- Where members sign in by the provider only, what they began with a password opens nothing. Of older sessions nobody
-- knows how they began: they count as begun with a password.
alter table auth_session add column by_provider boolean not null default false;
