import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { messages } from './messages.plugin.ts';
import { scanner } from './scanner.plugin.ts';
import { version } from './version.plugin.ts';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);
const api = process.env.API ?? 'http://localhost:3000';

/** In development every path below a shell gives the shell's page, as the server does in production. */
const shells: Plugin = {
  name: 'counterfoil-shells',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const path = request.url?.split('?')[0] ?? '';
      if (path === '/' || (path.startsWith('/console') && !path.includes('.'))) request.url = '/console/index.html';
      else if (path.startsWith('/c/') && !path.includes('.')) request.url = '/portal/index.html';
      else if (path.startsWith('/chat') && !path.includes('.')) request.url = '/chat/index.html';
      else if (path.startsWith('/r/') && !path.includes('.')) request.url = '/raffle/index.html';
      else if (path === '/m' || path.startsWith('/m/')) request.url = '/pass/index.html';
      else if (path.startsWith('/scanner') && !path.includes('.')) request.url = '/scanner/index.html';
      else if (path.startsWith('/setup') && !path.includes('.')) request.url = '/setup/index.html';
      next();
    });
  },
};

/** Brotli and gzip beside every text of the build, since the server sends what lies there and compresses nothing itself. */
const compressed: Plugin = {
  name: 'counterfoil-compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const texts = Object.keys(bundle).filter((name) => /\.(js|css|svg|wasm)$/.test(name));
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
  plugins: [shells, messages(root), react(), version(), scanner(web), compressed],
  server: { proxy: { '/api': { target: api } }, fs: { allow: [root] } },
  build: {
    outDir: join(web, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The polyfill would be one more script on the portal's first paint; every browser of the target preloads modules.
    modulePreload: { polyfill: false },
    // Data URLs for fonts and wasm would need wider CSP sources than 'self'.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        console: join(web, 'console/index.html'),
        portal: join(web, 'portal/index.html'),
        setup: join(web, 'setup/index.html'),
        chat: join(web, 'chat/index.html'),
        raffle: join(web, 'raffle/index.html'),
        pass: join(web, 'pass/index.html'),
        scanner: join(web, 'scanner/index.html'),
        'scanner-worker': join(web, 'scanner/sw.ts'),
      },
      output: {
        // A service worker rules over what lies below its own address, and is looked for there.
        entryFileNames: ({ name }) => (name === 'scanner-worker' ? 'scanner/sw.js' : 'assets/[name]-[hash].js'),
      },
    },
    chunkSizeWarningLimit: 1200,
  },
});
