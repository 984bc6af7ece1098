-- Sample: notes that people leave.

create table sample_note (
  organization_id uuid not null references organization (id),
  id uuid not null,                                               -- version 7: the order in which they were left
  text text not null check (text <> '' and char_length(text) <= 500),
  -- open: waits for staff      done: staff did it      closed: nobody did within a month
  state text not null default 'open' check (state in ('open', 'done', 'closed')),
  author text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create index sample_note_state on sample_note (organization_id, state, id);
select tenant_table('sample_note');
