-- Refuses unless each session, its person, their membership and the organization are the rows that a process remembered
-- (kernel/auth/authenticators/session.ts): a row that was written since has another xmin. Returns no rows.
create function confirm_sessions(sessions uuid[], versions text[]) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from (select distinct id, version from unnest(sessions, versions) a (id, version)) a
    where a.version is distinct from (
      select concat_ws(' ', s.xmin, u.xmin, m.xmin, o.xmin)
      from auth_session s
      join auth_user u on u.id = s.user_id
      join membership m on m.user_id = u.id and m.organization_id = app_organization_id()
      join organization o on o.id = m.organization_id
      where s.id = a.id limit 1)
  ) then
    perform app_refuse('http.sender_changed');
  end if;
end $$;
revoke all on function confirm_sessions(uuid[], text[]) from public;
grant execute on function confirm_sessions(uuid[], text[]) to counterfoil_app;
