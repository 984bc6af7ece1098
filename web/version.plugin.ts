import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Names the build by a hash of its content: in every page (`<meta name="build">`), and in build.json for the server,
 * which sends it with each answer. A page that receives another name is old.
 */
export function version(): Plugin {
  return {
    name: 'counterfoil-version',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const pages = Object.values(bundle).filter((file) => file.fileName.endsWith('.html'));
        const texts = pages.map((page) => (page.type === 'asset' ? String(page.source) : ''));
        // File names contain a hash of the content; pages name their entry files.
        const names = Object.keys(bundle).sort();
        const build = createHash('sha256')
          .update(JSON.stringify([names, texts]))
          .digest('hex')
          .slice(0, 16);
        for (const page of pages) {
          if (page.type !== 'asset') continue;
          page.source = String(page.source).replace('</head>', `  <meta name="build" content="${build}" />\n  </head>`);
        }
        this.emitFile({ type: 'asset', fileName: 'build.json', source: JSON.stringify({ build }) });
      },
    },
  };
}
