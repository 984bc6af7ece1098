-- A raffle's code is found in the kernel's directory; here it is the organization's own.
insert into public_code (kind, code, organization_id, subject_id) select 'raffle', code, organization_id, id from raffle;
drop function raffle_house(text);
drop index raffle_code;
create unique index raffle_code on raffle (organization_id, code);
