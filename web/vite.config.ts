import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { messages } from './messages.plugin.ts';

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
      else if (path.startsWith('/setup') && !path.includes('.')) request.url = '/setup/index.html';
      next();
    });
  },
};

export default defineConfig({
  root: web,
  appType: 'mpa',
  plugins: [shells, messages(root), react()],
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
      },
    },
    chunkSizeWarningLimit: 1200,
  },
});
