export type Places = {
  /** people; null: as many as come */
  capacity: number | null;
  registered: number;
  waiting: number;
};

/** How many places are free; null without a capacity. The desk may register people beyond it. */
export function freePlaces({ capacity, registered }: Places): number | null {
  return capacity === null ? null : Math.max(0, capacity - registered);
}

/** Whether a newcomer gets a place. Free places belong to those who wait already, in their order. */
export function findsPlace(places: Places): boolean {
  const free = freePlaces(places);
  return free === null ? places.waiting === 0 : free > places.waiting;
}

/** A typed capacity; empty: none. Undefined: it can't be one. */
export function capacityOf(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
