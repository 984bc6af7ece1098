import type { Ctx } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';

/** One kind of things that the search of the console finds, such as bills. */
export type Searcher = {
  /** `<package or module>.<things>`, e.g. `exhibition.bill`; its name is the text `console.search.kind.<kind>` */
  kind: string;
  /** who finds them */
  permission: string;
  /** What fits the text best, `limit` at most: by an index, since it runs with each pause in somebody's typing. */
  find(ctx: Ctx, text: string, limit: number): Promise<Result<Hit[]>>;
};

export type Hit = {
  id: string;
  /** what it is called */
  title: string;
  /** what tells it from others of that name: a phone, an amount, a place */
  text?: string | null;
  /** codes, numbers and references: typed whole, they come first */
  keys?: (string | null | undefined)[];
  /** the console's page of it */
  to: string;
};

/** The hits of a list that can be searched: its first page. */
export async function hitsOf<T>(list: Promise<Result<T[]>>, hit: (row: T) => Hit): Promise<Result<Hit[]>> {
  const found = await list;
  return found.ok ? { ...found, data: found.data.map(hit) } : found;
}
