import { type ComponentChild, render } from 'preact';
import { setApiLanguage } from './api.ts';
import { rememberLanguage, startLanguage } from './language.ts';
import { offerNewVersions } from './newVersion.ts';
import type { LanguageChoice } from './parts.tsx';
import { type Messages, type Translate, translator } from './translate.ts';

/** The language files of a shell, from `virtual:messages/<shell>`. */
type Languages = Record<string, () => Promise<{ default: Messages }>>;

/**
 * Renders a light page into #root in its first language; choosing another language renders it again.
 * @param shell the group of its texts; the API client shows `<shell>.offline` when no answer came
 */
export function startShell(
  shell: string,
  languages: Languages,
  draw: (t: Translate, language: LanguageChoice) => ComponentChild,
): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root');
  async function show(code: string, chosen: boolean): Promise<void> {
    const t = translator(code, (await languages[code]?.())?.default ?? {});
    rememberLanguage(code, chosen);
    setApiLanguage(code, t(`${shell}.offline`));
    offerNewVersions({ text: t('new_version.text'), reload: t('new_version.reload'), later: t('new_version.later') });
    const choose = (next: string) => void show(next, true);
    const all = Object.keys(languages);
    render(draw(t, { current: code, all, choose, show: (next) => void show(next, false) }), root as HTMLElement);
  }
  void show(startLanguage(Object.keys(languages)), false);
}
