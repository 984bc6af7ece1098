-- Senders are looked up for each request; no process remembers them any more.
drop function confirm_sessions(uuid[], text[]);
