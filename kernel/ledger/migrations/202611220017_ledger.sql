-- Double entry: every entry's lines sum to zero in each currency, nothing is ever changed, and what was wrong is
-- reversed.
create table ledger_account (
  organization_id uuid not null references organization (id),
  code text not null check (code ~ '^(assets|liabilities|income|expenses|equity)(:[a-z0-9_]+)+$'),
  created_at timestamptz not null,
  primary key (organization_id, code)
);
select tenant_table('ledger_account');

create table ledger_entry (
  organization_id uuid not null references organization (id),
  id uuid not null,
  at timestamptz not null,
  kind text not null,                                            -- e.g. payment.verified
  memo text not null default '',
  subject_type text,
  subject_id uuid,
  reverses uuid,
  actor_name text not null,
  -- An entry and its lines are of one transaction. The row's xmin tells that only outside savepoints, in which a chat's
  -- flow runs its actions: there it is the savepoint's own number.
  written_in xid8 not null default pg_current_xact_id(),
  primary key (organization_id, id),
  foreign key (organization_id, reverses) references ledger_entry (organization_id, id)
);
create unique index ledger_entry_reversed_once on ledger_entry (organization_id, reverses)
  where reverses is not null;
create index ledger_entry_subject on ledger_entry (organization_id, subject_id) where subject_id is not null;
select tenant_table('ledger_entry');

create table ledger_line (
  organization_id uuid not null,
  entry_id uuid not null,
  line int not null,
  account text not null,
  amount_minor bigint not null check (amount_minor <> 0),        -- debits above zero, credits below
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (organization_id, entry_id, line),
  foreign key (organization_id, entry_id) references ledger_entry (organization_id, id),
  foreign key (organization_id, account) references ledger_account (organization_id, code)
);
create index ledger_line_account on ledger_line (organization_id, account, currency, entry_id);
select tenant_table('ledger_line');

create function ledger_stands() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is never changed; post a reversal';
end $$;
create trigger ledger_entry_stands before update or delete on ledger_entry
  for each row execute function ledger_stands();
create trigger ledger_line_stands before update or delete on ledger_line
  for each row execute function ledger_stands();
create trigger ledger_entry_kept before truncate on ledger_entry for each statement execute function ledger_stands();
create trigger ledger_line_kept before truncate on ledger_line for each statement execute function ledger_stands();

-- At the commit, so that an entry may be written line by line. An entry without lines, or with one, balances nothing.
create function ledger_balances() returns trigger language plpgsql as $$
begin
  if (select count(*) from ledger_line l where l.organization_id = new.organization_id and l.entry_id = new.id) < 2
    or exists (select from ledger_line l where l.organization_id = new.organization_id and l.entry_id = new.id
               group by l.currency having sum(l.amount_minor) <> 0)
  then
    raise exception 'ledger entry % does not balance', new.id;
  end if;
  return null;
end $$;
create constraint trigger ledger_entry_balances after insert on ledger_entry deferrable initially deferred
  for each row execute function ledger_balances();
-- A line added to an old entry would unbalance it: entry and lines are of one transaction.
create function ledger_line_belongs() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger_entry e where e.organization_id = new.organization_id and e.id = new.entry_id
                 and e.written_in = pg_current_xact_id()) then
    raise exception 'a ledger entry is written at once; post another';
  end if;
  return new;
end $$;
create trigger ledger_line_belongs before insert on ledger_line for each row execute function ledger_line_belongs();
