import { addressOf, escapeHtml, type HelpPage } from './site.ts';

/** The texts of group `help` in one language. */
type HelpTexts = (key: string) => string;

type Frame = {
  page: HelpPage;
  /** all pages in the language of this one */
  all: HelpPage[];
  languages: { code: string; name: string }[];
  t: HelpTexts;
  icon: string;
  script: string;
  styles: string[];
};

/** One page of /help as HTML. It is whole without a script; the script adds the search. */
export function frame({ page, all, languages, t, icon, script, styles }: Frame): string {
  const title = page.name === 'README' ? page.title : `${page.title} · ${t('title')}`;
  const isCurrent = ({ name }: HelpPage) => (name === page.name ? ' aria-current="page"' : '');
  const list = ordered(all).map(
    (one) =>
      `<li><a href="${addressOf(one.language, one.name)}" lang="${one.textLanguage}"${isCurrent(one)}>` +
      `${escapeHtml(one.title)}</a></li>`,
  );
  const choices = languages.map(({ code, name }) => {
    const current = code === page.language ? ' aria-current="true"' : '';
    return `<a href="${addressOf(code, page.name)}" lang="${code}" hreflang="${code}"${current}>${escapeHtml(name)}</a>`;
  });
  const note =
    page.textLanguage === page.language ? '' : `<p class="note" role="note">${escapeHtml(t('english_only'))}</p>`;
  const sections = page.sections.filter(({ id }) => id);
  const contents = sections.map(
    ({ id, title: text }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  );
  const inPage = `<nav class="contents" aria-label="${escapeHtml(t('contents'))}">
          <ul lang="${page.textLanguage}">${contents.join('')}</ul>
        </nav>`;
  return `<!doctype html>
<html lang="${page.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#0f5c4d" />
    <meta name="robots" content="noindex" />
    <link rel="icon" href="${icon}" type="image/svg+xml" />
    ${styles.map((href) => `<link rel="stylesheet" href="${href}" />`).join('\n    ')}
    <title>${escapeHtml(title)}</title>
    <script type="module" src="${script}"></script>
  </head>
  <body class="help">
    <a class="skip" href="#text">${escapeHtml(t('skip'))}</a>
    <header>
      <a class="home" href="${addressOf(page.language, 'README')}">${escapeHtml(t('title'))}</a>
      <form role="search" hidden data-index="/help/${page.language}/search.json" data-nothing="${escapeHtml(t('nothing'))}">
        <input type="search" name="q" autocomplete="off" aria-label="${escapeHtml(t('search'))}"
          placeholder="${escapeHtml(t('search'))}" />
        <ol class="found" aria-live="polite" hidden></ol>
      </form>
      <nav class="choices" aria-label="${escapeHtml(t('language'))}">${choices.join(' ')}</nav>
    </header>
    <div class="sheet">
      <nav class="guides" aria-label="${escapeHtml(t('all'))}">
        <details><summary>${escapeHtml(t('all'))}</summary><ul>${list.join('\n')}</ul></details>
      </nav>
      <main id="text" tabindex="-1">
        ${note}
        ${page.name !== 'README' && contents.length > 3 ? inPage : ''}
        <article lang="${page.textLanguage}">
${page.html}
        </article>
      </main>
    </div>
  </body>
</html>
`;
}

/** As the first page names them; what it doesn't name comes last. */
function ordered(all: HelpPage[]): HelpPage[] {
  const first = all.find(({ name }) => name === 'README')?.html ?? '';
  const place = ({ language, name }: HelpPage) => {
    const at = first.indexOf(`href="${addressOf(language, name)}"`);
    return at < 0 ? first.length : at;
  };
  return all.filter(({ name }) => name !== 'README').sort((a, b) => place(a) - place(b));
}
