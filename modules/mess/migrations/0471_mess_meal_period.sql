-- On which days each meal was served: a closed meal gives money back only on days on which it would have been there, and a day's price is
-- shared by the meals of that day, not by those of the day on which somebody counts.

create table mess_meal_period (
  organization_id uuid not null,
  meal_id uuid not null,
  from_on date not null,
  to_on date,                                                        -- null: it is served still
  primary key (organization_id, meal_id, from_on),
  foreign key (organization_id, meal_id) references mess_meal (organization_id, id),
  check (to_on >= from_on),
  constraint mess_meal_period_days exclude using gist (organization_id with =, meal_id with =, daterange(from_on, to_on, '[]') with &&)
);
select tenant_table('mess_meal_period');

-- Since when, nobody kept: as far back as anybody asks.
insert into mess_meal_period (organization_id, meal_id, from_on)
select organization_id, id, '0001-01-01' from mess_meal where active;
