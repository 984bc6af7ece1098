import { fileURLToPath } from 'node:url';
import type { Page } from '../kernel/module/index.ts';

type Known = { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] };
type Graph = { getModuleInfo(id: string): Known | null };

/** Everything that these modules import, and with `later` what they load when it is needed. */
function reached(graph: Graph, from: string[], later: boolean): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const info = graph.getModuleInfo(id);
    waiting.push(...(info?.importedIds ?? []), ...(later ? (info?.dynamicallyImportedIds ?? []) : []));
  }
  return seen;
}

/**
 * Puts what a page needs at once into one file, instead of a file for each piece that a later screen needs as well: the
 * console asked for 37. What other pages use too stays apart, or they would load the console.
 */
export function firstLoad(page: string, pages: Page[]) {
  const mainOf = (name: (each: Page) => boolean) => pages.filter(name).map(({ main }) => fileURLToPath(main));
  let own: Set<string> | undefined;
  return {
    name: (id: string, graph: Graph): string | null => {
      if (!own) {
        const others = reached(
          graph,
          mainOf(({ name }) => name !== page),
          true,
        );
        own = reached(
          graph,
          mainOf(({ name }) => name === page),
          false,
        ).difference(others);
      }
      return own.has(id) ? `${page}-first` : null;
    },
  };
}
