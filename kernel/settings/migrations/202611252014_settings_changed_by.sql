-- Who changed a control: what it lets happen without a person must not happen at that person's own word.
alter table setting_change add column changed_by_id text;
