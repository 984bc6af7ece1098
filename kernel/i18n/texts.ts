/** Texts in many languages: merges the files and looks texts up. Runs in the server and in the browser. */
import i18next, { type i18n } from 'i18next';
import { isForCustomers } from './readers.ts';

/** A language file: keys nested to any depth, texts at the leaves. */
export type TextTree = { [key: string]: string | TextTree };
/** BCP 47 language → the texts of all parts together. */
export type Resources = Record<string, TextTree>;
export type Vars = Record<string, unknown>;
/**
 * A language tag, or an object that has one (a Ctx does), and perhaps the organization whose language stands in where a
 * part has no texts in the first.
 */
export type Reader = string | { locale: string; organization?: { language: string; id?: string } | null };

/** The texts that organizations wrote instead of ours: `<language> <key with its plural ending>` → text. */
export type OwnTexts = { get(organizationId: string): ReadonlyMap<string, string> | undefined };

/** The language used when a language or a text is missing. */
export const DEFAULT_LANGUAGE = 'en';

/**
 * Merges language files by name: `modules/exhibition/i18n/hi.json` adds to `hi`. Accepts the result of Vite's
 * `import.meta.glob(..., { eager: true, import: 'default' })`. Throws when two files define the same key.
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
  /** The languages that have files, the default first. Some may be for customers only (readers.ts). */
  languages: string[];
  /** Those that are complete, for the pages of staff. */
  staffLanguages: string[];
  /** The complete languages, and those for customers that have one of these groups, such as `portal.electricity`. */
  languagesWith(groups: string[]): string[];
  /**
   * The text in the caller's language, or in their organization's, or in the default one, or the key itself. `count`
   * selects the plural form.
   */
  t(reader: Reader, key: string, vars?: Vars): string;
  /** As `t`, but undefined when no language has the key. */
  find(reader: Reader, key: string, vars?: Vars): string | undefined;
  /** Whether the language itself has a text at this key that is not blank, or texts below it. */
  has(language: string, key: string): boolean;
  resources: Resources;
};

export function createTexts(resources: Resources, own?: OwnTexts): Texts {
  const instance: i18n = i18next.createInstance();
  instance.init({
    resources: Object.fromEntries(Object.entries(resources).map(([language, tree]) => [language, { texts: tree }])),
    defaultNS: 'texts',
    fallbackLng: DEFAULT_LANGUAGE,
    nonExplicitSupportedLngs: true, // hi-IN reads hi.json
    nsSeparator: false, // a colon in a key is a colon
    returnEmptyString: true, // the foot of a document, until an organization writes it
    interpolation: { escapeValue: false }, // React escapes, and so does the mail layout; plain text must not be escaped
    // A placeholder without a value must not be shown as `{{name}}`; test/texts.test.ts finds such placeholders.
    missingInterpolationHandler: () => '…',
    initAsync: false,
    showSupportNotice: false,
  } as Parameters<i18n['init']>[0]);

  const speak = new Map<string, ReturnType<i18n['getFixedT']>>();
  const spoken = (reader: Reader) => {
    const language = typeof reader === 'string' ? reader : reader.locale;
    const second = typeof reader === 'string' ? undefined : reader.organization?.language;
    const inTurn = second && second !== language ? [language, second] : [language];
    const key = inTurn.join(' ');
    let fixed = speak.get(key);
    if (!fixed) {
      fixed = instance.getFixedT([...inTurn.flatMap(withBase), DEFAULT_LANGUAGE]);
      // Tags come from request headers, so the cache has a limit.
      if (speak.size < 200) speak.set(key, fixed);
    }
    return fixed;
  };

  const find = (reader: Reader, key: string, vars?: Vars) => {
    // `lng` asks for one language, whoever reads; beside a list of languages i18next would ignore it.
    // A text that counts has no form without its number: then it is that of several.
    const keys = [key, `${key}_other`];
    const speaks = spoken((vars?.lng as string | undefined) ?? reader);
    const text = speaks(keys, { ...vars, defaultValue: MISSING });
    if (text === MISSING || typeof text !== 'string' || text.startsWith(`key '${key} (`)) return undefined;
    const id = typeof reader === 'string' ? undefined : reader.organization?.id;
    const theirs = id === undefined ? undefined : own?.get(id);
    if (!theirs) return text;
    // Of ours they wrote the one that would be said: that language, that plural form.
    const { usedLng, exactUsedKey } = speaks(keys, { ...vars, returnDetails: true }) as unknown as Found;
    const instead = theirs.get(`${usedLng} ${exactUsedKey}`);
    return instead === undefined ? text : instance.services.interpolator.interpolate(instead, vars ?? {}, usedLng, {});
  };
  const has = (language: string, key: string) => {
    const own: unknown = instance.getResource(language, 'texts', key);
    return typeof own === 'string' ? own.trim() !== '' : own !== undefined;
  };
  const languages = Object.keys(resources).sort(
    (a, b) => Number(b === DEFAULT_LANGUAGE) - Number(a === DEFAULT_LANGUAGE) || a.localeCompare(b),
  );
  const staffLanguages = languages.filter((language) => isForStaff(resources[language] ?? {}));
  const languagesWith = (groups: string[]) =>
    languages.filter((one) => staffLanguages.includes(one) || groups.some((group) => has(one, group)));
  const t: Texts['t'] = (reader, key, vars) => find(reader, key, vars) ?? key;
  return { languages, staffLanguages, languagesWith, t, find, has, resources };
}

/** `hi-IN` → `hi-IN`, `hi` */
const withBase = (language: string) => [...new Set([language, language.split('-')[0] ?? language])];

/** Whether a language has texts that only staff read; a test sees to it that it then has all of them. */
export const isForStaff = (tree: TextTree): boolean => [...flatten(tree).keys()].some((key) => !isForCustomers(key));

type Found = { usedLng: string; exactUsedKey: string };

const MISSING = '\u0000missing';
