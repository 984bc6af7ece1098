-- What the chats of the mess keep: drawn codes, so that asking twice draws once, and what the office told everybody.

create table mess_qr_picture (
  organization_id uuid not null,
  student_id uuid not null,
  mark text not null,                                               -- of the code's text: a new code is another picture
  file_id uuid not null,
  primary key (organization_id, student_id),
  foreign key (organization_id, student_id) references mess_student (organization_id, id)
);
select tenant_table('mess_qr_picture');

create table mess_announcement (
  organization_id uuid not null references organization (id),
  id uuid not null,
  text text not null check (text <> '' and char_length(text) <= 2000),
  told int not null check (told >= 0),                              -- students who had a chat at that moment
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select tenant_table('mess_announcement');
