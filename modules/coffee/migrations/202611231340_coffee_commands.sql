-- What machines are told to do, one by one or many at once.

create table coffee_batch (
  organization_id uuid not null references organization (id),
  id uuid not null,
  merchant_id uuid,                                                    -- null: of the whole organization
  kind text not null,
  params jsonb not null,
  chosen_by jsonb not null,                                            -- the filter by which machines were chosen
  state text not null default 'running' check (state in ('running', 'paused', 'cancelled')),
  machines int not null check (machines >= 0),
  left_out int not null default 0 check (left_out >= 0),               -- machines with too many open commands
  by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  changed_at timestamptz not null,                                     -- when it was made, paused, resumed or cancelled
  primary key (organization_id, id),
  foreign key (organization_id, merchant_id) references coffee_merchant (organization_id, id)
);
select tenant_table('coffee_batch');
select limit_table('coffee_batch', 'merchant_id');

-- commands/command-states.rule.ts has the states and what each allows.
create table coffee_command (
  organization_id uuid not null,
  id uuid not null,                                                    -- the machine knows a command again by it
  machine_id uuid not null,
  merchant_id uuid not null,                                           -- whose machine it was
  batch_id uuid,
  kind text not null
    check (kind in ('restart', 'clean', 'set_temperature', 'set_price', 'lock', 'update_recipe', 'make_product')),
  params jsonb not null,
  target text check (char_length(target) <= 60),                       -- a later command for the same replaces this one
  state text not null default 'queued' check (state in
    ('queued', 'sent', 'acknowledged', 'succeeded', 'failed', 'expired', 'unknown', 'cancelled')),
  tries int not null default 0 check (tries >= 0),                     -- how often it was handed out
  tries_left int not null check (tries_left >= 0),
  withdrawn boolean not null default false,                            -- a machine that asks now may not begin
  not_before timestamptz not null,
  due_at timestamptz,                                                  -- when it is looked at again; null: it has ended
  expires_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,                                                 -- handed out for the first time
  acknowledged_at timestamptz,                                         -- the machine said that it has it
  ended_at timestamptz,
  said text not null default '' check (char_length(said) <= 500),      -- the machine's words on its result
  by_name text not null,
  steps jsonb not null default '[]',                                   -- {state, at, why} of each change
  primary key (organization_id, id),
  foreign key (organization_id, machine_id) references coffee_machine (organization_id, id),
  foreign key (organization_id, batch_id) references coffee_batch (organization_id, id),
  check ((due_at is null) = (ended_at is not null)),
  check ((ended_at is null) = (state in ('queued', 'sent', 'acknowledged'))),
  check ((tries = 0) = (sent_at is null)),
  check (tries > 0 or state in ('queued', 'expired', 'cancelled')),
  check (tries = 0 or state not in ('expired', 'cancelled'))
);
create index coffee_command_machine on coffee_command (organization_id, machine_id, id);
create index coffee_command_open on coffee_command (organization_id, machine_id) where ended_at is null;
create index coffee_command_batch on coffee_command (organization_id, batch_id) where batch_id is not null;
create index coffee_command_due on coffee_command (organization_id, due_at) where due_at is not null;
select tenant_table('coffee_command');
select limit_table('coffee_command', 'merchant_id');

-- The organizations that have commands to look at, for the sweep, which works in one organization at a time.
create function coffee_commands_due(now timestamptz) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct c.organization_id from coffee_command c where c.due_at <= now;
  end;
