import type { Ctx } from '../ctx/index.ts';

/** What a module counts of the day, such as today's sales. Its text is `console.figures.<kind>`. */
export type Figure = {
  /** `<package or module>.<what>`, e.g. `exhibition.sales` */
  kind: string;
  /** who may see it */
  permission: string;
  /** the console's page about it */
  to: string;
  /** Of the day that it is in the organization: sums of money, one a currency, or numbers. By an index. */
  read(ctx: Ctx): Promise<FigureValue[]>;
};

export type FigureValue = { currency: string; minor: number } | { count: number };
