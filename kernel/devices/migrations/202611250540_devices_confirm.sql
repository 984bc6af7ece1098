-- Refuses unless each token has the version that a process remembered (kernel/devices/authenticator.ts). A row of a token
-- or an organization that was written since has another xmin; that of a device is written each half minute, for its
-- last_seen_at, so its columns are compared.
create function confirm_devices(tokens uuid[], versions text[]) returns void
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from unnest(tokens, versions) a (id, version)
    where not exists (
      select from device_token t
      join device d on d.organization_id = t.organization_id and d.id = t.device_id
      join organization o on o.id = t.organization_id
      where t.organization_id = app_organization_id() and t.id = a.id
        and concat_ws(' ', t.xmin, o.xmin, row(d.revoked_at, d.valid_until, d.kind, d.name)) = a.version)
  ) then
    perform app_refuse('http.sender_changed');
  end if;
end $$;
revoke all on function confirm_devices(uuid[], text[]) from public;
grant execute on function confirm_devices(uuid[], text[]) to counterfoil_app;
