import type { Ctx } from '../ctx/index.ts';

/** Something that waits for a member of staff, such as proofs to check. Its text is `console.waiting.<kind>`, with a count. */
export type Waiting = {
  /** `<package or module>.<what>`, e.g. `payments.proofs` */
  kind: string;
  /** whose work it is */
  permission: string;
  /** the console's page where it is done */
  to: string;
  /** How many wait for the caller: by an index, since every open console asks. */
  count(ctx: Ctx): Promise<number>;
};

type Counted = { executeTakeFirst(): Promise<{ count: number | string | bigint } | undefined> };

/** The number that a query counts as `count`. */
export const countOf = async (query: Counted): Promise<number> => Number((await query.executeTakeFirst())?.count ?? 0);
