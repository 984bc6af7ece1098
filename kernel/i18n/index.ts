/** The door of the i18n room, for the server. Browsers take `kernel/i18n/browser.ts`, which reads no disk. */
import { defineRoom } from '../module/index.ts';
import { texts } from './load.ts';
import { negotiateLanguage } from './negotiate.ts';

export * from './browser.ts';
export { findText, languageFolders, readLanguageFiles, t, texts } from './load.ts';

export const i18nRoom = defineRoom({
  name: 'i18n',
  async start(boot) {
    // Reading the files now shows a broken one at the start rather than in the first sentence.
    const { t, languages } = texts();
    boot.house.translator = {
      t,
      negotiate: (header, fallback) => negotiateLanguage({ acceptLanguage: header, organization: fallback }, languages),
    };
    return undefined;
  },
});
