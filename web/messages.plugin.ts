import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { DEFAULT_LANGUAGE, isForCustomers, isForStaff, type TextTree as Tree } from '../kernel/i18n/browser.ts';
import type { Page } from '../kernel/module/index.ts';

/** The text groups of every page. */
const EVERYWHERE = ['new_version', 'help'];

function merge(into: Tree, from: Tree): Tree {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    into[key] = typeof there === 'object' && typeof value === 'object' ? merge(there, value) : value;
  }
  return into;
}

/**
 * `virtual:messages/<page>` gives `{ en: () => import(…), hi: () => import(…) }`: one chunk a language, gathered from
 * `kernel/i18n/<language>.json` and every `modules/<module>/i18n/<language>.json`. A new language is a file, no code. A
 * page gets its own groups of texts; the rest (mails, audit entries) stays out of its bundle. Languages for customers are
 * on pages that show nothing else, of modules that have them; the rest of such a page is in English.
 */
export function messages(root: string, pages: Page[]): Plugin {
  const prefix = 'virtual:messages/';
  const groupsOf = (name: string) => [...(pages.find((page) => page.name === name)?.texts ?? []), ...EVERYWHERE];
  const kernelTexts = (language: string) =>
    JSON.parse(readFileSync(join(root, 'kernel/i18n', `${language}.json`), 'utf8')) as Tree;
  const languagesOf = (name: string) => {
    const module = /\/modules\/\w+\//.exec(pages.find((page) => page.name === name)?.main.pathname ?? '')?.[0];
    const isOffered = (language: string) =>
      isForStaff(kernelTexts(language)) ||
      (groupsOf(name).every(isForCustomers) && (!module || existsSync(join(root, module, 'i18n', `${language}.json`))));
    const all = readdirSync(join(root, 'kernel/i18n')).filter((file) => file.endsWith('.json'));
    return all.map((file) => basename(file, '.json')).filter(isOffered);
  };
  const files = (language: string) => [
    join(root, 'kernel/i18n', `${language}.json`),
    ...readdirSync(join(root, 'modules')).map((name) => join(root, 'modules', name, 'i18n', `${language}.json`)),
  ];
  return {
    name: 'counterfoil-messages',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const [name = '', language] = id.slice(prefix.length + 1).split('/');
      if (!language) {
        const lines = languagesOf(name).map((code) => {
          return `${JSON.stringify(code)}: () => import(${JSON.stringify(`${prefix}${name}/${code}`)})`;
        });
        return `export default { ${lines.join(', ')} };`;
      }
      const all: Tree = {};
      const behind = isForStaff(kernelTexts(language)) ? [] : files(DEFAULT_LANGUAGE);
      for (const file of [...behind, ...files(language)]) {
        this.addWatchFile(file);
        try {
          merge(all, JSON.parse(readFileSync(file, 'utf8')) as Tree);
        } catch (error) {
          // A module without texts in this language uses the fallback's.
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`${file}: ${String(error)}`);
        }
      }
      const wanted = Object.fromEntries(groupsOf(name).map((group) => [group, all[group] ?? {}]));
      return `export default ${JSON.stringify(wanted)};`;
    },
  };
}
