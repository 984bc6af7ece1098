/** Public API of the i18n package, for the server. Browsers import `kernel/i18n/browser.ts`, which reads no files. */
import { definePackage } from '../module/index.ts';
import { texts } from './load.ts';
import { negotiateLanguage } from './negotiate.ts';

export * from './browser.ts';
export { findText, languageFolders, readLanguageFiles, t, texts } from './load.ts';

export const i18nPackage = definePackage({
  name: 'i18n',
  async start(boot) {
    // Reading the files now makes a broken file fail at the start instead of at the first text.
    const { t, languages } = texts();
    boot.services.translator = {
      t,
      negotiate: (header, fallback) => negotiateLanguage({ acceptLanguage: header, organization: fallback }, languages),
    };
    return undefined;
  },
});
