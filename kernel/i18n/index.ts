/** Public API of the i18n package, for the server. Browsers import `kernel/i18n/browser.ts`, which reads no files. */
import { LimitedMap } from '../lib/limited-map.ts';
import { definePackage } from '../module/index.ts';
import { texts } from './load.ts';
import { negotiateLanguage } from './negotiate.ts';

export {
  createTexts,
  DEFAULT_LANGUAGE,
  flatten,
  formatDate,
  formatDateTime,
  formatMoney,
  formatNumber,
  formatTime,
  formattingOf,
  gatherTexts,
  isForCustomers,
  localeIn,
  negotiateLanguage,
  parseAcceptLanguage,
  READERS,
  type Texts,
  type TextTree,
} from './browser.ts';
export { findText, inLanguage, languageFolders, readLanguageFiles, setOwnTexts, t, texts } from './load.ts';

export const i18nPackage = definePackage({
  name: 'i18n',
  async start(boot) {
    // Reading the files now makes a broken file fail at the start instead of at the first text.
    const { t, languages } = texts();
    // Each request asks, and browsers have few lists of languages.
    const known = new LimitedMap<string, string>(100);
    const negotiate = (header?: string, fallback?: string) => {
      const asked = `${fallback} ${header}`;
      const found = known.get(asked);
      if (found !== undefined) return found;
      const language = negotiateLanguage({ acceptLanguage: header, organization: fallback }, languages);
      known.set(asked, language);
      return language;
    };
    boot.services.translator = { t, negotiate };
    return undefined;
  },
});
