/** Public API of the search package: one search over what packages and modules say that they find. */
import { Type } from 'typebox';
import { definePackage, route, type Searcher } from '../module/index.ts';
import { FoundView, SearchText } from './contract.ts';
import { searchAll } from './search.query.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** the kinds of things that the console's search finds; those of a module where it is in use */
    searchers?: readonly Searcher[];
  }
}
declare module '../ctx/index.ts' {
  interface Services {
    search: Searcher[];
  }
}

export const searchPackage = definePackage({
  name: 'search',
  routes: [
    route({
      method: 'GET',
      path: '/search',
      permission: 'session',
      summary: 'Find people, bills, payments and whatever else the caller may see, the best fit first',
      query: SearchText,
      reply: Type.Array(FoundView),
      rateLimit: 240,
      run: (ctx, { query }) => searchAll(ctx, query.q),
    }),
  ],
  async start({ services, manifests }) {
    const kinds = new Set<string>();
    const all = manifests.flatMap(({ searchers = [] }) => searchers);
    for (const { kind } of all) {
      if (kinds.has(kind)) throw new Error(`two searchers of ${kind}`);
      kinds.add(kind);
    }
    services.search = all;
    return undefined;
  },
});
