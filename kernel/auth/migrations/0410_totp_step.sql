-- The last step of the authenticator's clock whose code was accepted: every code up to it is refused from then on (RFC 6238, 5.2).
-- last_code and last_code_at were forgotten by any code in between; they stay for the version before, and are written no more.
alter table auth_two_factor add column last_step bigint;
