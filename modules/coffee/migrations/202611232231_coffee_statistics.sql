-- Rows that machines change all the time keep their distribution. Without this the tables were analyzed every ten
-- seconds, and each time every statement on them was planned again: with 10,000 machines some hundred reports waited.
alter table coffee_machine set (autovacuum_analyze_scale_factor = 5);
alter table coffee_bin set (autovacuum_analyze_scale_factor = 5);
alter table coffee_hour set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
alter table coffee_scope_hour set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
alter table coffee_day set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
alter table coffee_product_day set (autovacuum_analyze_scale_factor = 1, autovacuum_analyze_threshold = 2000);
-- Nothing is found by these; comparing documents and arrays took most of the time of analyzing.
alter table coffee_machine
  alter column bins set statistics 0, alter column levels set statistics 0, alter column levels_at set statistics 0,
  alter column errors set statistics 0;
