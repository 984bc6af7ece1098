-- A second line that names a payment which another line, or nobody any more, is to pay: it says so, and is offered to nobody else.
alter table statement_line drop constraint statement_line_certainty_check;
alter table statement_line add constraint statement_line_certainty_check
  check (certainty in ('certain', 'likely', 'by_hand', 'paid_already'));
