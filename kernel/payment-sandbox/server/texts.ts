import { formatMoney, negotiateLanguage, texts } from '../../i18n/index.ts';
import type { SandboxOptions } from './operator.ts';

/** The texts of the phones' pages, in the language of the browser. */
export function sandboxTexts(): Pick<SandboxOptions, 'text' | 'money'> {
  const { t, languages } = texts();
  const languageOf = (acceptLanguage: string | undefined) => negotiateLanguage({ acceptLanguage }, languages);
  return {
    text: (language, key, values) =>
      key === 'sandbox.language' ? languageOf(language) : t(languageOf(language), key, values),
    money: (language, minor, currency) => formatMoney(minor, currency, { locale: languageOf(language) }),
  };
}
