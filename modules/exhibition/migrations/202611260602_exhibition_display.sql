-- What a customer's screen shows: the sale in hand at the desk that it belongs to, and nothing of the one before.
create table exhibition_display (
  organization_id uuid not null,
  device_id uuid not null,
  -- As the desk says it; `bill_id` is where the server looks whether it is paid.
  shown jsonb not null,
  bill_id uuid,
  shown_at timestamptz not null,
  primary key (organization_id, device_id),
  foreign key (organization_id, device_id) references device (organization_id, id) on delete cascade
);
select tenant_table('exhibition_display');
