const KEY = 'counterfoil.language';

/**
 * The language to start with: the person's last choice, else the first of the browser's that we have, else the first we
 * have.
 */
export function startLanguage(available: string[], preferred?: string): string {
  const wanted = [localStorage.getItem(KEY), preferred, ...navigator.languages.map((tag) => tag.split('-')[0])];
  return wanted.find((code) => code && available.includes(code)) ?? available[0] ?? 'en';
}

/** Stores the choice for the next visit and sets the document's language, for fonts, hyphenation and screen readers. */
export function rememberLanguage(code: string, chosen: boolean): void {
  document.documentElement.lang = code;
  if (chosen) localStorage.setItem(KEY, code);
}

/** A language's name in itself, capitalized: 'English', 'हिन्दी', 'Español' (Intl: 'español'). */
export function languageName(code: string): string {
  const [first = '', ...rest] = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return first.toLocaleUpperCase(code) + rest.join('');
}
