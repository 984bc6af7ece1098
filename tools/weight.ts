import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a page asks for before it can be used: its files in bytes as they are sent (gzip), without pictures and fonts. */
export function firstLoadOf(dist: string, page: string): { files: string[]; bytes: number } {
  const html = join(dist, page, 'index.html');
  const own = [...readFileSync(html, 'utf8').matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path as string,
  );
  const files = new Set<string>();
  const waiting = [...own];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    files.add(path);
    if (!path.endsWith('.js')) continue;
    // What a file imports at once; `import(…)` is for later.
    const text = readFileSync(join(dist, path), 'utf8');
    for (const [, from] of text.matchAll(/(?:^|[;}])\s*import(?:[^"'()]*?from)?\s*["']\.\/([\w.-]+\.js)["']/g))
      waiting.push(`/assets/${from}`);
  }
  return {
    files: [...files],
    bytes: [...files].reduce((sum, path) => sum + sentSize(join(dist, path)), statSync(html).size),
  };
}

/** One language of a page is loaded beside its files: the largest of them. */
export function sentSize(path: string): number {
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
}
