import languages from 'virtual:messages/console';
import i18next from 'i18next';
import type { I18nProvider } from 'react-admin';
import {
  languageName,
  offerNewVersions,
  rememberLanguage,
  setApiLanguage,
  startLanguage,
} from '../../kernel/ui/index.ts';

const available = Object.keys(languages);

async function load(code: string): Promise<void> {
  if (i18next.hasResourceBundle(code, 'translation')) return;
  const loader = languages[code];
  if (loader) i18next.addResourceBundle(code, 'translation', (await loader()).default);
}

async function use(code: string, chosen: boolean): Promise<void> {
  await load(code);
  await i18next.changeLanguage(code);
  rememberLanguage(code, chosen);
  setApiLanguage(code, i18next.t('console.error.offline'));
  const text = (key: string) => i18next.t(`new_version.${key}`);
  offerNewVersions({ text: text('text'), reload: text('reload'), later: text('later') });
}

/**
 * react-admin's translations from i18next. react-admin uses `smart_count` and `_`; i18next names these `count` and
 * `defaultValue`.
 */
export async function startI18n(): Promise<I18nProvider> {
  const first = startLanguage(available);
  await i18next.init({ lng: first, fallbackLng: 'en', resources: {}, interpolation: { escapeValue: false } });
  await Promise.all([load('en'), use(first, false)]);
  return {
    translate: (key, options = {}) => {
      const { smart_count: count, _: defaultValue, ...values } = options;
      return String(
        i18next.t(key, {
          ...values,
          ...(count !== undefined && { count }),
          ...(defaultValue && { defaultValue }),
        }),
      );
    },
    changeLocale: (code) => use(code, true),
    getLocale: () => i18next.language,
    getLocales: () => available.map((locale) => ({ locale, name: languageName(locale) })),
  };
}
