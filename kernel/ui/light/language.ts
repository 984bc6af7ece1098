const KEY = 'counterfoil.language';

/**
 * The language to start with: the person's last choice, else the first of the browser's that we have, else the first we
 * have.
 */
export function startLanguage(available: string[], preferred?: string): string {
  const wanted = [localStorage.getItem(KEY), preferred, ...navigator.languages.map((tag) => tag.split('-')[0])];
  return wanted.find((code) => code && available.includes(code)) ?? available[0] ?? 'en';
}

/** Whether the person chose a language in this browser, or the browser's own is used. */
export const languageChosen = (): boolean => localStorage.getItem(KEY) !== null;

/** Stores the choice for the next visit and sets the document's language, for fonts, hyphenation and screen readers. */
export function rememberLanguage(code: string, chosen: boolean): void {
  document.documentElement.lang = code;
  if (chosen) localStorage.setItem(KEY, code);
}

/**
 * Languages that some browsers have no tables for (Chromium: Kinyarwanda): whose dates and numbers stand in, and the
 * name that they give themselves.
 */
const WITHOUT_TABLES: Record<string, { locale: string; name: string }> = {
  rw: { locale: 'fr-RW', name: 'Ikinyarwanda' },
};

/** A language with the country of the person's browser, which decides the format of dates and numbers. */
export function localeOf(language: string): string {
  const tag = navigator.languages.find((one) => one.split('-')[0] === language) ?? language;
  const known = Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  return known ? tag : (WITHOUT_TABLES[language]?.locale ?? tag);
}

/** A language's name in itself, capitalized: 'English', 'हिन्दी', 'Español' (Intl: 'español'). */
export function languageName(code: string): string {
  if (WITHOUT_TABLES[code]) return WITHOUT_TABLES[code].name;
  const [first = '', ...rest] = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return first.toLocaleUpperCase(code) + rest.join('');
}
