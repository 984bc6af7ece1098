-- A drawer whose money is somebody else's than the house's, such as a stall's at a fair. All that comes into it and leaves
-- it without a sale (floats, pay-ins, pay-outs, differences, what was counted) is booked against its owner's account instead
-- of the house's safe, income and expenses. Null: the house's own. A session keeps what its drawer was when it was opened.
alter table till_drawer add column owner_account text;
alter table till_session add column owner_account text;
