-- Whether somebody's earlier event still waits is asked for each event that is due. On a quiet day nothing waits, so to the planner every partial
-- index of waiting events looks empty, and it took the one by time: with a few thousand waiting, a look took seconds. A predicate
-- of its own, which the question repeats, leaves it this index only.
drop index channel_event_order;
create index channel_event_order on channel_event (organization_id, channel, account, address, kind, id)
  where state not in ('processed', 'failed', 'discarded');
