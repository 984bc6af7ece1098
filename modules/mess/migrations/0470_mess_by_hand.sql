-- Who may let people in by hand is a scanner's own property, which the office sets; what a phone hands in that can't count by itself waits
-- for a person, who may count it after all.

alter table mess_device add column by_hand boolean not null default false;
update mess_device d set by_hand = true
from mess_staff_token t where t.organization_id = d.organization_id and t.id = d.token_id and t.role = 'supervisor';

alter table mess_scan
  drop constraint mess_scan_settle_check,
  add constraint mess_scan_settle_check check (settle in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now',
    'already_served', 'bad_signature', 'after_revocation', 'before_device', 'in_future', 'clock_wrong', 'too_old', 'by_hand')),
  drop constraint mess_scan_decision_check,
  add constraint mess_scan_decision_check check (decision in ('waived', 'charged', 'served'));

-- Those let in by hand are few among a million scans, and reports count them.
create index mess_scan_by_hand on mess_scan (organization_id, service_on) where by_hand_reason is not null;
