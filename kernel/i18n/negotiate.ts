/** Chooses the language for a person among the available ones. */
import { DEFAULT_LANGUAGE } from './texts.ts';

export type Wishes = {
  /** what the person chose for themselves */
  user?: string | null | undefined;
  /** the request's Accept-Language header */
  acceptLanguage?: string | null | undefined;
  /** the organization's language */
  organization?: string | null | undefined;
};

/**
 * The first of `languages` that matches: the person's own choice, then the browser's list by its weights, then the
 * organization's language, then English. `hi-IN` matches `hi`, and `pt` matches `pt-BR` (RFC 4647 lookup, and its
 * reverse when there is no better match).
 */
export function negotiateLanguage(wishes: Wishes, languages: readonly string[]): string {
  const wished = [wishes.user, ...parseAcceptLanguage(wishes.acceptLanguage), wishes.organization];
  for (const wish of wished) {
    const match = wish && matchLanguage(wish, languages);
    if (match) return match;
  }
  return matchLanguage(DEFAULT_LANGUAGE, languages) ?? languages[0] ?? DEFAULT_LANGUAGE;
}

/**
 * `en;q=0.5, hi-IN, *;q=0.1` → `['hi-IN', 'en']`: by weight, then by position; refused (`q=0`) and wildcard entries are
 * left out.
 */
export function parseAcceptLanguage(header: string | null | undefined): string[] {
  if (!header || header.length > 1000) return [];
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/);
      const weight = parameters.find((p) => /^q=/i.test(p))?.slice(2);
      const q = weight === undefined ? 1 : Number(weight);
      return { tag, q: Number.isFinite(q) ? q : 0 };
    })
    .filter(({ tag, q }) => q > 0 && /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(tag))
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag);
}

function matchLanguage(wish: string, languages: readonly string[]): string | undefined {
  const lower = wish.toLowerCase();
  const parts = lower.split('-');
  for (let length = parts.length; length > 0; length--) {
    const range = parts.slice(0, length).join('-');
    const match = languages.find((language) => language.toLowerCase() === range);
    if (match) return match;
  }
  return languages.find((language) => language.toLowerCase().split('-')[0] === parts[0]);
}
