import languages from 'virtual:messages/console';
import type { I18nProvider } from 'react-admin';
import {
  languageName,
  offerNewVersions,
  rememberLanguage,
  setApiLanguage,
  startLanguage,
  type Translate,
  translator,
} from '../../kernel/ui/index.ts';

const available = Object.keys(languages);
let current = { code: '', t: ((key) => key) as Translate };

async function use(code: string, chosen: boolean): Promise<void> {
  const { default: messages } = (await languages[code]?.()) ?? { default: {} };
  const t = translator(code, messages);
  current = { code, t };
  rememberLanguage(code, chosen);
  setApiLanguage(code, t('console.error.offline'));
  offerNewVersions({ text: t('new_version.text'), reload: t('new_version.reload'), later: t('new_version.later') });
}

/**
 * react-admin's translations from the light pages' translator. react-admin writes `smart_count` for `count`, and in `_`
 * what stands in for a text that is not there.
 */
export async function startI18n(): Promise<I18nProvider> {
  await use(startLanguage(available), false);
  return {
    translate: (key, { smart_count: count, _: instead, ...values } = {}) => {
      const text = current.t(key, count === undefined ? values : { ...values, count });
      return text === key && instead !== undefined ? String(instead) : text;
    },
    changeLocale: (code) => use(code, true),
    getLocale: () => current.code,
    getLocales: () => available.map((locale) => ({ locale, name: languageName(locale) })),
  };
}
