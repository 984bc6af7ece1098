import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import type { Column } from './column.ts';
import type { Filter } from './FilterBar.tsx';

export type ResourceListProps<T extends RaRecord> = {
  resource: string;
  columns: Column<T>[];
  /** One row as a phone shows it. */
  card: (row: T) => ReactNode;
  /** Where a row leads; or what choosing it does. */
  href?: (row: T) => string;
  onChoose?: (row: T) => void;
  chosenId?: string;
  /** What tells rows apart that have no id of their own; such rows can't be selected. */
  keyOf?: (row: T) => string;
  filters?: Filter[];
  searchLabel?: string;
  /** Buttons for the selected rows; without it rows can't be selected. */
  bulk?: (ids: string[], done: () => void) => ReactNode;
  empty: { title: string; text?: string; action?: ReactNode; icon?: ReactNode };
  /** Conditions that the screen itself sets and the person doesn't see. */
  fixed?: Record<string, unknown>;
  sort?: { field: string; order: 'ASC' | 'DESC' };
  perPage?: number;
  /** Seconds between silent refreshes, for lists of things that happen by themselves and tell no news. */
  refresh?: number;
  /** Topics of news that change the list: it moves by itself. */
  live?: readonly string[];
  /** Keeps the list's state out of the URL, where several lists share a screen. */
  embedded?: boolean;
};
