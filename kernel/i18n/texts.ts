/** Texts in many languages: gathering the files, and looking texts up. Runs in the server and in the browser alike. */
import i18next, { type i18n } from 'i18next';

/** A language file: keys nested at will, texts at the leaves. */
export type TextTree = { [key: string]: string | TextTree };
/** BCP 47 language → its texts of all parts together. */
export type Resources = Record<string, TextTree>;
export type Vars = Record<string, unknown>;
/** A language tag, or anything that carries one (a Ctx does). */
export type Speaker = string | { locale: string };

/** What is spoken when a language or a text is missing. */
export const DEFAULT_LANGUAGE = 'en';

/**
 * Merges language files by their name: `modules/exhibition/i18n/hi.json` adds to `hi`. Takes what Vite's
 * `import.meta.glob(..., { eager: true, import: 'default' })` gives. Throws when two files claim the same key.
 */
export function gatherTexts(files: Record<string, TextTree>): Resources {
  const resources: Resources = {};
  for (const [path, tree] of Object.entries(files)) {
    const language = /([^/\\]+)\.json$/.exec(path)?.[1];
    if (!language) throw new Error(`${path} is not a language file`);
    resources[language] ??= {};
    merge(resources[language], tree, path, '');
  }
  return resources;
}

function merge(into: TextTree, from: TextTree, path: string, at: string): void {
  for (const [key, value] of Object.entries(from)) {
    const present = into[key];
    if (present === undefined) into[key] = typeof value === 'string' ? value : structuredClone(value);
    else if (typeof present === 'object' && typeof value === 'object') merge(present, value, path, `${at}${key}.`);
    else throw new Error(`${path}: ${at}${key} is already another part's`);
  }
}

/** All leaves of a tree by their full key: `{ errors: { not_found: '…' } }` → `errors.not_found`. */
export function flatten(tree: TextTree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

export type Texts = {
  /** Languages there are files for, the default first. */
  languages: string[];
  /** The text in the speaker's language, or in the default one, or the key itself. `count` picks the plural. */
  t(speaker: Speaker, key: string, vars?: Vars): string;
  /** As `t`, but undefined when no language has it. */
  find(speaker: Speaker, key: string, vars?: Vars): string | undefined;
  resources: Resources;
};

export function createTexts(resources: Resources): Texts {
  const instance: i18n = i18next.createInstance();
  instance.init({
    resources: Object.fromEntries(Object.entries(resources).map(([language, tree]) => [language, { texts: tree }])),
    defaultNS: 'texts',
    fallbackLng: DEFAULT_LANGUAGE,
    nonExplicitSupportedLngs: true, // hi-IN reads hi.json
    nsSeparator: false, // a colon in a key is a colon
    interpolation: { escapeValue: false }, // React escapes, and so does the mail's HTML; plain text must not be escaped
    // A place that nobody fills must not be shown as one; test/texts.test.ts finds it.
    missingInterpolationHandler: () => '…',
    initAsync: false,
    showSupportNotice: false,
  } as Parameters<i18n['init']>[0]);

  const speak = new Map<string, ReturnType<i18n['getFixedT']>>();
  const spoken = (speaker: Speaker) => {
    const language = typeof speaker === 'string' ? speaker : speaker.locale;
    let fixed = speak.get(language);
    if (!fixed) {
      fixed = instance.getFixedT(language);
      // Tags come from headers, so the memory of them is bounded.
      if (speak.size < 100) speak.set(language, fixed);
    }
    return fixed;
  };

  const find = (speaker: Speaker, key: string, vars?: Vars) => {
    const text = spoken(speaker)(key, { ...vars, defaultValue: MISSING });
    return text === MISSING || typeof text !== 'string' || text.startsWith(`key '${key} (`) ? undefined : text;
  };
  const languages = Object.keys(resources).sort(
    (a, b) => Number(b === DEFAULT_LANGUAGE) - Number(a === DEFAULT_LANGUAGE) || a.localeCompare(b),
  );
  return { languages, find, t: (speaker, key, vars) => find(speaker, key, vars) ?? key, resources };
}

const MISSING = '\u0000missing';
