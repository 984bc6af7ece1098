export type Presence = 'online' | 'offline' | 'waiting';

/**
 * Whether a machine can be reached: `waiting` until its first report, then by the time of the last one, unless it was
 * said to be gone since (`offline_at`). @param before machines that were last seen before this are offline
 */
export function presenceOf(row: { last_seen_at: Date | null; offline_at: Date | null }, before: Date): Presence {
  if (row.last_seen_at === null) return 'waiting';
  return row.offline_at === null && row.last_seen_at >= before ? 'online' : 'offline';
}
