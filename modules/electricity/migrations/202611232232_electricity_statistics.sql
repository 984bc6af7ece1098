-- Rows that meters change all the time keep their distribution. Without this the tables were analyzed every ten
-- seconds, and each time every statement on them was planned again.
alter table electricity_balance set (autovacuum_analyze_scale_factor = 5);
alter table electricity_usage_hour set (autovacuum_analyze_scale_factor = 1);
alter table electricity_usage_day set (autovacuum_analyze_scale_factor = 5);
alter table electricity_usage_month set (autovacuum_analyze_scale_factor = 5);
alter table electricity_sale_day set (autovacuum_analyze_scale_factor = 1);
-- Nothing is found by these; comparing documents took most of the time of analyzing.
alter table electricity_redemption alter column working set statistics 0;
alter table electricity_purchase alter column working set statistics 0;
