import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';

/** A column of a ResourceList. `sort` names the API's sort field; without it the head is plain text. */
export type Column<T extends RaRecord> = {
  key: string;
  label: string;
  render: (row: T) => ReactNode;
  sort?: string;
  /** The one order the API offers for it, when it isn't both. */
  only?: 'ASC' | 'DESC';
  align?: 'left' | 'right';
  /** Hidden below this width; the card on a phone decides for itself. */
  from?: 'md' | 'lg' | 'xl';
  nowrap?: boolean;
};
