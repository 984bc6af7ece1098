import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Plugin, Rolldown } from 'vite';
import type { Page } from '../kernel/module/index.ts';

const GREEN = '#0f5c4d';
/** Home screens crop a maskable icon to a circle of four fifths; iPhones need 180 pixels. */
const ICONS = [
  { file: 'icon-180.png', size: 180, drawn: 0.7, purpose: null },
  { file: 'icon-192.png', size: 192, drawn: 0.86, purpose: 'any' },
  { file: 'icon-512.png', size: 512, drawn: 0.86, purpose: 'any' },
  { file: 'icon-512-maskable.png', size: 512, drawn: 0.58, purpose: 'maskable' },
];

/**
 * Makes pages with an `app` installable: manifest, icons, and in the service worker the list of the page's files, with
 * a version that changes with any of them. By hand and not with Workbox: one page with a list of files needs forty
 * lines, and Workbox a few hundred packages.
 */
export function installable(web: string, pages: Page[]): Plugin {
  return {
    name: 'counterfoil-installable',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const icon = readFileSync(join(web, 'brand/icon.svg'));
        const worker = bundle[workerOf('installable')];
        if (worker?.type !== 'chunk') this.error('the service worker of installable pages was not built');
        for (const { name, address, app, worker: own } of pages) {
          if (!app) continue;
          const page = bundle[`${name}/index.html`];
          if (page?.type !== 'asset') this.error(`${name} has no page`);
          for (const { file, size, drawn } of ICONS) {
            this.emitFile({ type: 'asset', fileName: `${name}/${file}`, source: await draw(icon, size, drawn) });
          }
          this.emitFile({ type: 'asset', fileName: `${name}/manifest.webmanifest`, source: manifest(address, app) });
          if (own) continue;
          const files = [...filesOf(bundle, String(page.source))].sort();
          const version = createHash('sha256').update(JSON.stringify([String(page.source), worker.code, files]));
          const values = {
            NAME: name,
            PAGE: `${address}/`,
            FILES: files,
            VERSION: version.digest('hex').slice(0, 16),
            OPENS: app.opens,
          };
          let source = worker.code;
          for (const [key, value] of Object.entries(values))
            source = source.replaceAll(`__${key}__`, () => JSON.stringify(value));
          this.emitFile({ type: 'asset', fileName: workerOf(name), source });
        }
        delete bundle[worker.fileName];
      },
    },
  };
}

/** A service worker controls the paths below its own address. */
export const workerOf = (page: string) => `${page}/sw.js`;

/**
 * All files below assets/ that the page names, directly or through other files: scripts, styles, languages, the
 * reader's WebAssembly.
 */
function filesOf(bundle: Rolldown.OutputBundle, page: string): Set<string> {
  const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
  const found = new Set<string>();
  const look = (text: string) => {
    for (const name of names) {
      // Scripts name each other by the last part alone, pages by the whole path.
      if (found.has(`/${name}`) || !text.includes(name.slice('assets/'.length))) continue;
      found.add(`/${name}`);
      const file = bundle[name];
      if (file?.type === 'chunk') look(file.code);
      else if (name.endsWith('.css')) look(String(file?.source));
    }
  };
  look(page);
  return found;
}

async function draw(icon: Buffer, size: number, drawn: number): Promise<Buffer> {
  const inner = Math.round(size * drawn);
  const mark = await sharp(icon, { density: (72 * inner) / 16 })
    .resize(inner, inner)
    .png()
    .toBuffer();
  const ground = { width: size, height: size, channels: 4 as const, background: '#ffffff' };
  return sharp({ create: ground })
    .composite([{ input: mark, gravity: 'centre' }])
    .png()
    .toBuffer();
}

function manifest(address: string, { name, shortName }: NonNullable<Page['app']>): string {
  const icons = ICONS.flatMap(({ file, size, purpose }) =>
    purpose ? [{ src: `${address}/${file}`, sizes: `${size}x${size}`, type: 'image/png', purpose }] : [],
  );
  return JSON.stringify({
    id: `${address}/`,
    name,
    short_name: shortName,
    start_url: `${address}/`,
    scope: `${address}/`,
    display: 'standalone',
    orientation: 'portrait',
    background_color: '#f7f6f2',
    theme_color: GREEN,
    icons,
  });
}
