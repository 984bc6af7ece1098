-- A rollout whose machines could not go back says so, and those machines have an alarm. A machine in a rollout has its
-- whole time.

alter table coffee_rollout drop constraint coffee_rollout_state_check;
alter table coffee_rollout add constraint coffee_rollout_state_check check
  (state in ('running', 'paused', 'rolling_back', 'completed', 'rolled_back', 'rollback_failed', 'cancelled'));
create index coffee_rollout_machine_stuck on coffee_rollout_machine (organization_id, machine_id) where state = 'stuck';

alter table coffee_alarm drop constraint coffee_alarm_kind_check;
alter table coffee_alarm add constraint coffee_alarm_kind_check check (kind in ('offline', 'site', 'overheating',
  'fault', 'payment', 'door', 'firmware', 'low_bin', 'empty_bin', 'orders', 'drift', 'rollback'));

-- Nobody gives it up before `expires_at`: a rollout judges its machines by their silence.
alter table coffee_command add column full_time boolean not null default false;
