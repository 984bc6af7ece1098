import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { languageName } from '../kernel/ui/light/language.ts';
import { frame } from './help/frame.ts';
import { addressOf, type HelpPage, readSite } from './help/site.ts';

type HelpGroup = Record<string, string>;

/**
 * Writes the pages of /help into the build: `help/<language>/<name>.html` from the Markdown in docs/, and for the search
 * `help/<language>/search.json`. Pictures are files with a hash in their names, as everything that rarely changes.
 */
export function help(root: string, web: string): Plugin {
  const folder = join(root, 'kernel/i18n');
  const languages = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
  const groupOf = (language: string) =>
    (JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as { help: HelpGroup }).help;
  return {
    name: 'counterfoil-help',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { input: { help: join(web, 'help/main.ts') } } } }),
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const pictures = new Map<string, string>();
        const emit = (name: string, source: Uint8Array) =>
          `/${this.getFileName(this.emitFile({ type: 'asset', name, source }))}`;
        const pictureAt = (path: string) => {
          const there = pictures.get(path) ?? emit(`help-${basename(path)}`, readFileSync(join(root, path)));
          pictures.set(path, there);
          return there;
        };
        const pages = await readSite(root, languages, pictureAt);
        const icon = emit('help-icon.svg', readFileSync(join(web, 'brand/icon.svg')));
        const { script, styles } = filesOf(bundle, join(web, 'help/main.ts'));
        for (const language of languages) {
          const texts = groupOf(language);
          const all = pages.filter((page) => page.language === language);
          for (const page of all) {
            const source = frame({
              page,
              all,
              languages: languages.map((code) => ({ code, name: languageName(code) })),
              t: (key) => texts[key] ?? key,
              icon,
              script,
              styles,
            });
            const fileName = `help/${language}/${page.name === 'README' ? 'index' : page.name}.html`;
            this.emitFile({ type: 'asset', fileName, source });
          }
          const fileName = `help/${language}/search.json`;
          const guides = all.filter(({ name }) => name !== 'README');
          this.emitFile({ type: 'asset', fileName, source: JSON.stringify(guides.flatMap(entriesOf)) });
        }
      },
    },
  };
}

const entriesOf = ({ language, name, title, sections }: HelpPage) =>
  sections
    .filter(({ text }) => text)
    .map((section) => ({
      id: addressOf(language, name, section.id),
      page: title,
      title: section.title,
      text: section.text,
    }));

/** The script of the pages and its styles, those of what it imports first. */
function filesOf(bundle: Rolldown.OutputBundle, main: string) {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const entry = chunks.find(({ facadeModuleId }) => facadeModuleId === main);
  if (!entry) throw new Error('the script of /help was not built');
  const styles = new Set<string>();
  const look = (chunk: Rolldown.OutputChunk) => {
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === 'chunk') look(imported);
    }
    for (const name of chunk.viteMetadata?.importedCss ?? []) styles.add(`/${name}`);
  };
  look(entry);
  // Its own last: they stand above the common ones.
  const own = (name: string) => Number(name.startsWith('/assets/help-'));
  return { script: `/${entry.fileName}`, styles: [...styles].sort((a, b) => own(a) - own(b)) };
}
