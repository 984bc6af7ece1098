import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';

/** A column of a ResourceList. `sort` is the API's sort field; without it the column can't be sorted. */
export type Column<T extends RaRecord> = {
  key: string;
  label: string;
  sort?: string;
  /** The only order that the API offers for it, when it isn't both. */
  only?: 'ASC' | 'DESC';
  align?: 'left' | 'right';
  /** Hidden below this width; cards on a phone are not affected. */
  from?: 'md' | 'lg' | 'xl';
  nowrap?: boolean;
} & (
  | { render: (row: T) => ReactNode; time?: undefined }
  /** an instant, shown as date and time in one line; empty for null */
  | { time: (row: T) => string | null; render?: undefined }
);
