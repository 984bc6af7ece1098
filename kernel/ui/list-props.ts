import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import type { Column } from './column.ts';
import type { Filter } from './FilterBar.tsx';

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
  /** Buttons for the selected rows; without it rows can't be selected. */
  bulk?: (ids: string[], done: () => void) => ReactNode;
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
