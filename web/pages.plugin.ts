import { globSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type { Page } from '../kernel/module/index.ts';

/** All pages of the kernel and the modules: each is declared in a file `pages.ts` of its package or module. */
export async function findPages(root: string): Promise<Page[]> {
  const files = ['web/pages.ts', ...globSync('{kernel,modules}/*/pages.ts', { cwd: root }).sort()];
  const found = await Promise.all(
    files.map((file) => import(pathToFileURL(join(root, file)).href) as Promise<{ pages: Page[] }>),
  );
  return found.flatMap(({ pages }) => pages);
}

/** The entry points of the build by name: `<name>/index.html` of each page, and the service workers. */
export function inputOf(web: string, pages: Page[]): Record<string, string> {
  const entries = pages.flatMap((page) => [
    [page.name, htmlOf(web, page)],
    ...(page.worker ? [[`${page.name}-worker`, fileURLToPath(page.worker)]] : []),
  ]);
  return { ...Object.fromEntries(entries), 'installable-worker': join(web, 'installable.sw.ts') };
}

const ICON = join(import.meta.dirname, 'brand/icon.svg');
const STYLES = join(import.meta.dirname, '../kernel/ui/light/light.css');

const htmlOf = (web: string, page: Page) => join(web, page.name, 'index.html');

/**
 * Generates the HTML of light pages, which is the same for all. In development (`vite`), every address below a page
 * returns it, as on the server.
 */
export function pagesPlugin(web: string, pages: Page[]): Plugin {
  const light = new Map(pages.filter(({ html }) => !html).map((page) => [htmlOf(web, page), page]));
  return {
    name: 'counterfoil-pages',
    enforce: 'pre',
    resolveId: (id) => (light.has(id) ? id : undefined),
    load(id) {
      const page = light.get(id);
      return page && lightPage(page, (file) => relative(dirname(id), file));
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const path = request.url?.split('?')[0] ?? '';
        const at = path === '/' ? '/console' : path;
        const page =
          pages.find(({ address, also = [] }) => at === address || also.includes(at)) ??
          pages.find(({ address }) => at.startsWith(`${address}/`));
        if (!page || /\.\w+$/.test(path)) return next();
        if (page.html) {
          request.url = `/${page.name}/index.html`;
          return next();
        }
        const html = lightPage(page, (file) => `/@fs${file}`);
        response.setHeader('content-type', 'text/html');
        response.end(await server.transformIndexHtml(path, html));
      });
    },
  };
}

/** @param addressOf the address of a file, as the page names it */
function lightPage(page: Page, addressOf: (file: string) => string): string {
  const head = [
    '<meta charset="utf-8" />',
    // A phone's keyboard makes the page smaller instead of covering it, so the input stays visible.
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />',
    '<meta name="color-scheme" content="light dark" />',
    '<meta name="theme-color" content="#0f5c4d" />',
    ...(page.indexed ? [] : ['<meta name="robots" content="noindex" />']),
    // On a page for customers the organization's logo becomes its icon; without any link a browser asks for ours.
    page.customers
      ? '<link rel="icon" href="data:," />'
      : `<link rel="icon" href="${addressOf(ICON)}" type="image/svg+xml" />`,
    ...(page.app
      ? [
          `<link rel="manifest" href="${page.address}/manifest.webmanifest" />`,
          `<link rel="apple-touch-icon" href="${page.address}/icon-180.png" />`,
        ]
      : []),
    `<link rel="stylesheet" href="${addressOf(STYLES)}" />`,
    `<title>${page.customers ? '…' : 'Counterfoil'}</title>`,
  ];
  return `<!doctype html>
<html lang="en">
  <head>
    ${head.join('\n    ')}
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="${addressOf(fileURLToPath(page.main))}"></script>
  </body>
</html>
`;
}
