-- A scanner may refuse for a reason that is no rule's: its roster is older than its policy allows.

alter table mess_scan
  drop constraint mess_scan_reason_check,
  add constraint mess_scan_reason_check check (reason in ('bad_code', 'revoked', 'not_approved', 'not_paid', 'on_cut', 'closed', 'no_meal_now',
    'already_served', 'stale_roster'));
