/** The door of the i18n room, for the server. Browsers take `kernel/i18n/browser.ts`, which reads no disk. */
export * from './browser.ts';
export { findText, languageFolders, readLanguageFiles, t, texts } from './load.ts';
