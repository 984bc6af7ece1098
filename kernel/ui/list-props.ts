import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import type { Column } from './column.ts';
import type { Filter } from './FilterBar.tsx';

/** All rows that search and filters of a list find, on whatever page. */
export type AllThatMatch = {
  count: number;
  /** Starts an action of the list on them as a task; true when it has started. Says so, or why not. */
  start(action: string, reason?: string): Promise<boolean>;
};

export type ResourceListProps<T extends RaRecord> = {
  resource: string;
  columns: Column<T>[];
  /** One row on a phone. */
  card: (row: T) => ReactNode;
  /** The target of a row, or what selecting it does. */
  href?: (row: T) => string;
  onChoose?: (row: T) => void;
  chosenId?: string;
  /** The key of rows without an id; such rows can't be selected. */
  keyOf?: (row: T) => string;
  filters?: Filter[];
  searchLabel?: string;
  /**
   * Buttons for the selected rows; without it rows can't be selected. `all`: all that match are chosen, also those on
   * other pages; only what `bulkList` offers can be done to them.
   */
  bulk?: (ids: string[], done: () => void, all?: AllThatMatch) => ReactNode;
  /** The list's name for what can be done to all that match (kernel/bulk). */
  bulkList?: string;
  empty: { title: string; text?: string; action?: ReactNode; icon?: ReactNode };
  /** Conditions that the screen sets and the person doesn't see. */
  fixed?: Record<string, unknown>;
  sort?: { field: string; order: 'ASC' | 'DESC' };
  perPage?: number;
  /** Seconds between refreshes, for lists whose changes are not published. */
  refresh?: number;
  /** Topics that change the list: it then updates itself. */
  live?: readonly string[];
  /** Keeps the list's state out of the URL, for screens with several lists. */
  embedded?: boolean;
};
