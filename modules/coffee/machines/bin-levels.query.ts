import { type RawBuilder, sql } from 'kysely';

/**
 * What a bin (`b`) holds and since when, and what was used since it was filled last: from the row of its machine, which
 * has the levels by position. Raw SQL: elements of arrays. @param machine the name of the machine's row in the query
 */
export const levelIn = (machine: string): RawBuilder<number | null> =>
  sql<number | null>`${sql.ref(machine)}.levels[b.position]`;

export const reportedIn = (machine: string): RawBuilder<Date | null> =>
  sql<Date | null>`case when ${levelIn(machine)} is not null then ${sql.ref(machine)}.levels_at[b.position] end`;

export const usedIn = (machine: string): RawBuilder<number> =>
  sql<number>`coalesce(b.held_milli - ${levelIn(machine)}, 0)`;

export const lowIn = (machine: string): RawBuilder<boolean> =>
  sql<boolean>`coalesce(${levelIn(machine)} <= b.threshold_milli, false)`;
