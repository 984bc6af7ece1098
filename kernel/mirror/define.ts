/** Which events may be mirrored, and with which columns. */

import type { DateKind } from './dates.ts';

/** The value of a cell; null and missing values stay empty. Texts are never read as formulas. */
export type Cell = string | number | boolean | null;

export type MirroredEvent<C extends string = string> = {
  /** e.g. `mess.student.registered`: the tab's name; `mirror.<name>.name` is its title for people */
  name: string;
  /**
   * In the sheet's order, after the id and the time; `mirror.<name>.columns.<column>` is the heading. Add new ones at
   * the end.
   */
  columns: readonly C[];
  /** the columns whose texts are days or moments, so that the sheet stores dates; texts in another form stay texts */
  dates?: { readonly [column in C]?: DateKind };
};

declare module '../module/index.ts' {
  interface Manifest {
    /** events that an organization's spreadsheet shows, by `defineMirrored` */
    mirrored?: MirroredEvent[];
  }
}

/** Declares a mirrored event; list it in the manifest's `mirrored` and pass its rows to `mirror(tx, event, cells)`. */
export function defineMirrored<const C extends string>(event: MirroredEvent<C>): MirroredEvent<C> {
  return event;
}
