/** Which events may be mirrored, and with which columns. */

import type { DateKind } from './dates.ts';

/** What a cell holds; null and what is left out stay empty. Texts are never read as formulas. */
export type Cell = string | number | boolean | null;

export type MirroredEvent<C extends string = string> = {
  /** e.g. `mess.student.registered`: the tab's name, and `mirror.<name>.name` what people call it */
  name: string;
  /**
   * In the sheet's order, after the id and the time; headed by `mirror.<name>.columns.<column>`. New ones are added at
   * the end.
   */
  columns: readonly C[];
  /**
   * the columns whose texts are days or moments, so that the sheet knows them as dates; texts of no such form stay
   * texts
   */
  dates?: { readonly [column in C]?: DateKind };
};

declare module '../module/index.ts' {
  interface Manifest {
    /** events that an organization's spreadsheet shows, by `defineMirrored` */
    mirrored?: MirroredEvent[];
  }
}

/** Declares a mirrored event; list it in the manifest's `mirrored` and hand its rows to `mirror(tx, event, cells)`. */
export function defineMirrored<const C extends string>(event: MirroredEvent<C>): MirroredEvent<C> {
  return event;
}
