/**
 * react-admin counts pages, the API returns cursors. For each list this stores the cursor of every page already reached
 * in sessionStorage, so that a reload of page 7 needs one request. To reach another page it reads on from the nearest
 * known one.
 */
const PREFIX = 'counterfoil.cursors.';
/** A link to a page further than this from a known one opens the first page instead. */
const MAX_PAGES_APART = 40;

type Cursors = Record<number, string | null>;
export type FetchPage<T> = (after: string | undefined) => Promise<{ data: T[]; next: string | null }>;

/** The store of cursors; sessionStorage in the browser, a map in tests. */
export type CursorStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Fetches page `page` (from 1) of the list named by `key`, which contains everything that shapes the list. */
export async function fetchPageAt<T>(
  key: string,
  page: number,
  fetchPage: FetchPage<T>,
  store: CursorStore,
): Promise<{ data: T[]; hasNextPage: boolean; hasPreviousPage: boolean }> {
  const cursors: Cursors = JSON.parse(store.getItem(PREFIX + key) ?? '{}') as Cursors;
  let at = page;
  while (at > 1 && !cursors[at]) at -= 1;
  if (page - at > MAX_PAGES_APART) at = page;
  for (;;) {
    const { data, next } = await fetchPage(at === 1 ? undefined : (cursors[at] ?? undefined));
    cursors[at + 1] = next;
    if (at >= page || next === null) {
      store.setItem(PREFIX + key, JSON.stringify(cursors));
      // The list ended before the requested page: an empty page, with a way back.
      const beyond = at < page;
      return { data: beyond ? [] : data, hasNextPage: !beyond && next !== null, hasPreviousPage: page > 1 };
    }
    at += 1;
  }
}
