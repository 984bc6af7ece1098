import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import type { Page } from '../kernel/module/index.ts';

/** So many screens share a piece that it is worth to be loaded before most of them are opened. */
const MANY = 8;

type Known = { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] };
type Graph = { getModuleInfo(id: string): Known | null };

/** Everything that these modules import, at once or later. */
function reached(graph: Graph, from: string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const info = graph.getModuleInfo(id);
    waiting.push(...(info?.importedIds ?? []), ...(info?.dynamicallyImportedIds ?? []));
  }
  return seen;
}

/**
 * The modules that a page needs at its first sight: with its first script, and with the screens in `first` that it opens
 * by itself. Only a build knows: an index names all of its package, and a page uses a part of it.
 */
async function neededAtOnce(web: string, main: string, first: RegExp, plugins: Plugin[]): Promise<Set<string>> {
  const needed = new Set<string>();
  const later: Plugin = {
    name: 'counterfoil-not-yet',
    enforce: 'pre',
    resolveId: (id, _, { kind }) => (kind === 'dynamic-import' && !first.test(id) ? { id, external: true } : null),
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk')
          for (const [id, { renderedLength }] of Object.entries(file.modules)) if (renderedLength > 0) needed.add(id);
    },
  };
  await build({
    root: web,
    configFile: false,
    logLevel: 'error',
    plugins: [later, ...plugins],
    build: { write: false, minify: false, target: 'es2022', rolldownOptions: { input: main } },
  });
  return needed;
}

/**
 * Puts what a page needs at once into two files, its own and what light pages need as well, instead of a file for each
 * piece: the console asked for 37. What many of its other screens share is a third, loaded with the first of them.
 */
export async function firstLoad(web: string, page: string, first: RegExp, pages: Page[], plugins: Plugin[]) {
  const mainOf = (which: (each: Page) => boolean) => pages.filter(which).map(({ main }) => fileURLToPath(main));
  const [main = ''] = mainOf(({ name }) => name === page);
  const others = mainOf(({ name }) => name !== page);
  const needed = await neededAtOnce(web, main, first, plugins);
  let foreign: Set<string> | undefined;
  const nameOf = (id: string, graph: Graph): string | null => {
    foreign ??= reached(graph, others);
    if (needed.has(id)) return foreign.has(id) ? 'light' : `${page}-first`;
    return null;
  };
  const sharedOf = (id: string, graph: Graph) =>
    nameOf(id, graph) === null && !foreign?.has(id) && !id.endsWith('.css') ? `${page}-screens` : null;
  return [
    { name: nameOf, priority: 2 },
    { name: sharedOf, priority: 1, minShareCount: MANY },
  ];
}
