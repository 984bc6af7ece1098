-- Alerts that begin and end are events for other programs. That of a payment is over when it is written, and the purchase
-- has an event of its own.
create function electricity_alert_told() returns trigger language plpgsql as $$
begin
  perform tell_webhooks(new.organization_id,
    case when new.cleared_at is null then 'electricity.alert.opened' else 'electricity.alert.cleared' end,
    'electricity.alert', new.id, coalesce(new.cleared_at, new.opened_at));
  return null;
end $$;
create trigger electricity_alert_opened after insert on electricity_alert
  for each row when (new.cleared_at is null) execute function electricity_alert_told();
create trigger electricity_alert_cleared after update of cleared_at on electricity_alert
  for each row when (old.cleared_at is null and new.cleared_at is not null) execute function electricity_alert_told();
