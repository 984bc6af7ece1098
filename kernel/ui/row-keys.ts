import type { KeyboardEvent } from 'react';

/** What opens a row: its link, or its button. */
export const ROW = 'row-opener';

/** Arrow keys go from row to row, Home and End to the first and the last; Tab goes through what else a row has. */
export function moveByRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${ROW}`)];
  const at = rows.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || !rows[to]) return;
  event.preventDefault();
  rows[to].focus();
}
