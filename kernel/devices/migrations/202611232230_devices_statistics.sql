-- Rows that devices change all the time keep their distribution. Without this the table was analyzed every ten seconds,
-- and each time every statement on it was planned again.
alter table device set (autovacuum_analyze_scale_factor = 5);
