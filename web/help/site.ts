import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { Marked, type Token, type Tokens } from 'marked';
import sharp from 'sharp';

/**
 * The pages of /help, from Markdown: `docs/guides/<name>.md` and `docs/runbooks/<name>.md` in English,
 * `docs/guides/<language>/<name>.md` in others. `README` is the first page. A page without a translation is there in
 * English, and says so.
 */
export type HelpPage = {
  /** its address is `/help/<language>/<name>`, that of README `/help/<language>/` */
  name: string;
  language: string;
  /** the language of its text: English where there is no translation */
  textLanguage: string;
  /** below the project's folder */
  file: string;
  title: string;
  html: string;
  sections: Section[];
  /** links that lead to no page of /help: what they name, below the project's folder */
  outside: string[];
  pictures: string[];
};

/** A heading of the second level and what follows it; the first one is what stands above all of them. */
type Section = { id: string; title: string; text: string };

const ENGLISH = 'en';

export const addressOf = (language: string, name: string, id = '') =>
  `/help/${language}/${name === 'README' ? '' : name}${id && `#${id}`}`;

/** @param pictureAt the address of a picture, by its path below the project's folder */
export async function readSite(
  root: string,
  languages: string[],
  pictureAt: (path: string) => string,
): Promise<HelpPage[]> {
  const files = globSync('docs/{guides,runbooks}/*.md', { cwd: root }).sort();
  const sizes = await sizesOf(root);
  const names = new Set(files.map((file) => basename(file, '.md')));
  return languages.flatMap((language) =>
    files.map((english) => {
      const name = basename(english, '.md');
      const translated = join('docs/guides', language, `${name}.md`);
      const file = existsSync(join(root, translated)) ? translated : english;
      // A translation has the headings of the English guide, in its order; addresses of sections are the same in all.
      const ids = headingsOf(lex(root, english)).map(({ text }) => slugOf(text));
      const page = render(lex(root, file), { file, language, names, ids, sizes, pictureAt });
      return { name, language, textLanguage: file === translated ? language : ENGLISH, file, ...page };
    }),
  );
}

const lex = (root: string, file: string) => new Marked({ gfm: true }).lexer(readFileSync(join(root, file), 'utf8'));

const headingsOf = (tokens: Token[]) => tokens.filter((token): token is Tokens.Heading => token.type === 'heading');

/** As GitHub does it: "Goods that come back" → `goods-that-come-back`. */
const slugOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s+/g, '-');

type Frame = {
  file: string;
  language: string;
  names: Set<string>;
  ids: string[];
  sizes: Map<string, { width?: number; height?: number }>;
  pictureAt: (path: string) => string;
};

function render(tokens: Token[], { file, language, names, ids, sizes, pictureAt }: Frame) {
  const outside: string[] = [];
  const pictures: string[] = [];
  const left = [...ids];
  const sections: Section[] = [];
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens: inner, depth, text }) {
        const id = left.shift() ?? slugOf(text);
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(inner)}</h${depth}>\n`;
      },
      link({ href, tokens: inner }) {
        const text = this.parser.parseInline(inner);
        if (/^https?:/.test(href)) return `<a href="${escapeHtml(href)}" rel="noreferrer">${text}</a>`;
        const [path = '', id = ''] = href.split('#');
        const name = path ? basename(path, '.md') : basename(file, '.md');
        const target = path ? normalize(join(dirname(file), path)) : file;
        if (/^docs\/(guides|runbooks)\//.test(target) && target.endsWith('.md') && names.has(name))
          return `<a href="${escapeHtml(addressOf(language, name, id))}">${text}</a>`;
        outside.push(target);
        return text;
      },
      image({ href, text }) {
        const path = normalize(join(dirname(file), href));
        pictures.push(path);
        const { width, height } = sizes.get(path) ?? {};
        const kind = /-phone\.\w+$/.test(path) ? ' class="phone"' : '';
        const size = width && height ? ` width="${width}" height="${height}"` : '';
        return `<img src="${escapeHtml(pictureAt(path))}" alt="${escapeHtml(text)}"${size}${kind} loading="lazy">`;
      },
      // The wide ones scroll by themselves on a phone.
      table(token) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          `<tr>${row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const head = token.header.some(({ text }) => text) ? `<thead>${cells(token.header, 'th')}</thead>` : '';
        const body = token.rows.map((row) => cells(row, 'td')).join('\n');
        return `<div class="table" tabindex="0"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
      html({ text }) {
        throw new Error(`${file} has HTML, and guides are plain Markdown: ${text.slice(0, 80)}`);
      },
    },
  });
  const title = headingsOf(tokens)[0]?.text ?? basename(file, '.md');
  let at: Section = { id: '', title, text: '' };
  sections.push(at);
  let heading = -1;
  for (const token of tokens) {
    if (token.type === 'heading') heading++;
    if (token.type === 'heading' && token.depth === 2) {
      at = { id: ids[heading] ?? slugOf(token.text), title: plain(token.text), text: '' };
      sections.push(at);
    } else if (token.type !== 'space' && !(token.type === 'heading' && token.depth === 1)) {
      at.text = `${at.text} ${plain(token.raw)}`.trim();
    }
  }
  return { title: plain(title), html: marked.parser(tokens), sections, outside, pictures };
}

/** Words without the signs of Markdown, for the search. */
const plain = (text: string) =>
  text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`|>#]|^\s*([-\d.]+)\s|---+/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

export const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Pages don't jump while pictures load. */
async function sizesOf(root: string) {
  const files = globSync('docs/guides/pictures/*.webp', { cwd: root });
  const sizes = files.map(async (file) => {
    const { width, height } = await sharp(join(root, file)).metadata();
    return [file, { width, height }] as const;
  });
  return new Map(await Promise.all(sizes));
}
