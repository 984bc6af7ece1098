import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { firstLoad } from './first-load.plugin.ts';
import { help } from './help.plugin.ts';
import { installable, workerOf } from './installable.plugin.ts';
import { messages } from './messages.plugin.ts';
import { findPages, inputOf, pagesPlugin } from './pages.plugin.ts';
import { version } from './version.plugin.ts';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);
const api = process.env.API ?? 'http://localhost:3000';
const pages = await findPages(root);
/** What turns the source of pages into scripts. */
const sources = () => [pagesPlugin(web, pages), messages(root, pages), react()].flat();

/** Writes Brotli and gzip files beside every text file of the build, because the server compresses nothing itself. */
const compressed: Plugin = {
  name: 'counterfoil-compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const texts = Object.keys(bundle).filter((name) => /\.(js|css|svg|wasm)$|^assets\/.*\.json$/.test(name));
    await Promise.all(
      texts.map(async (name) => {
        const path = join(dir, name);
        const bytes = await readFile(path);
        // 9 of 11: the last two levels take ten times as long for two percent.
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes));
      }),
    );
  },
};

export default defineConfig({
  root: web,
  appType: 'mpa',
  plugins: [...sources(), help(root, web), version(), installable(web, pages), compressed],
  server: { proxy: { '/api': { target: api }, '/help': { target: api } }, fs: { allow: [root] } },
  build: {
    outDir: join(web, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The polyfill would be one more script before the portal's first paint; all supported browsers preload modules.
    modulePreload: { polyfill: false },
    // Data URLs for fonts and wasm would need wider CSP sources than 'self'.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Whoever imports one name of the index does not load the others.
      treeshake: { moduleSideEffects: [{ test: /\/kernel\/(ui|[\w-]+\/console)\/.+\.tsx?$/, sideEffects: false }] },
      input: inputOf(web, pages),
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: await firstLoad(web, 'console', /start\/Start\.tsx$/, pages, sources()),
        },
        entryFileNames: ({ name }) =>
          name.endsWith('-worker') ? workerOf(name.replace('-worker', '')) : 'assets/[name]-[hash].js',
      },
    },
    chunkSizeWarningLimit: 1200,
  },
});
