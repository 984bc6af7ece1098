-- The link that whoever invites may copy. It opens the invitation as the mailed one does, but proves nothing about the address: the
-- one who holds it may have made it for somebody else's. Only the mailed one (token_hash) makes an account's address verified.
alter table invitation add column link_hash bytea unique;
