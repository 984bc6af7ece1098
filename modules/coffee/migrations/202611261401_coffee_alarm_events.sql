-- Alarms are events for other programs, whoever writes them: reports of machines, the looks of each minute, people.
create function coffee_alarm_told() returns trigger language plpgsql as $$
begin
  perform tell_webhooks(new.organization_id,
    case when new.cleared_at is null then 'coffee.alarm.opened' else 'coffee.alarm.cleared' end,
    'coffee.alarm', new.id, coalesce(new.cleared_at, new.last_at));
  return null;
end $$;
create trigger coffee_alarm_opened after insert on coffee_alarm
  for each row when (new.cleared_at is null) execute function coffee_alarm_told();
-- An alarm that comes and goes is told of ten times, then it stays open for the others: a machine whose contact is loose
-- sends no event with each report.
create trigger coffee_alarm_turned after update of cleared_at on coffee_alarm
  for each row when ((old.cleared_at is null) <> (new.cleared_at is null)
    and (new.count < 10 or new.count = 10 and new.cleared_at is null)) execute function coffee_alarm_told();
