-- A member who sees only a part of the organization. A manifest says what kinds of parts there are (limits).
alter table membership
  add column limit_kind text check (limit_kind <> '' and char_length(limit_kind) <= 60),
  add column limit_id uuid,
  add constraint membership_limit_whole check ((limit_kind is null) = (limit_id is null)),
  -- Whoever owns an organization owns all of it.
  add constraint membership_limit_owner check (limit_id is null or role <> 'owner');
alter table invitation
  add column limit_kind text check (limit_kind <> '' and char_length(limit_kind) <= 60),
  add column limit_id uuid,
  add constraint invitation_limit_whole check ((limit_kind is null) = (limit_id is null)),
  add constraint invitation_limit_owner check (limit_id is null or role <> 'owner');
