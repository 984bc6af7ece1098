import { isCurrency } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { dayBounds, dayIn } from '../../lib/time.ts';

/** The description of an organization, as people enter it. */
export type OrganizationInput = {
  name: string;
  slug?: string;
  timeZone: string;
  currency: string;
  country: string;
  language: string;
  modules: string[];
};

/** The values that an organization can choose from. */
export type Choices = { modules: string[]; languages: string[] };

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/**
 * Checks the input; each fault names its field as the API spells it. Currency and country are returned in capitals,
 * modules without repeats.
 */
export function checkOrganization<T extends Partial<OrganizationInput>>(input: T, choices: Choices): Result<T> {
  const faults: Record<string, string> = {};
  const given = tidy(input);
  if (given.name !== undefined && given.name === '') faults.name = 'tenancy.name_missing';
  if (given.slug !== undefined && !SLUG.test(given.slug)) faults.slug = 'tenancy.bad_slug';
  if (given.timeZone !== undefined && !isTimeZone(given.timeZone)) faults.time_zone = 'tenancy.unknown_time_zone';
  if (given.currency !== undefined && !isCurrency(given.currency)) faults.currency = 'tenancy.unknown_currency';
  if (given.country !== undefined && !isCountry(given.country)) faults.country = 'tenancy.unknown_country';
  if (given.language !== undefined && !choices.languages.includes(given.language)) {
    faults.language = 'tenancy.unknown_language';
  }
  if (given.modules?.some((m) => !choices.modules.includes(m))) faults.modules = 'tenancy.unknown_module';
  return Object.keys(faults).length > 0 ? refuse('tenancy.invalid_organization', undefined, faults) : ok(given);
}

const KEYS = ['name', 'slug', 'timeZone', 'currency', 'country', 'language', 'modules'] as const;

/** Keeps only the fields that describe an organization and drops all others, such as another's id. */
function tidy<T extends Partial<OrganizationInput>>(input: T): T {
  const known = Object.fromEntries(KEYS.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])));
  return {
    ...(known as T),
    ...(input.name !== undefined && { name: input.name.trim() }),
    ...(input.currency !== undefined && { currency: input.currency.toUpperCase() }),
    ...(input.country !== undefined && { country: input.country.toUpperCase() }),
    ...(input.modules !== undefined && { modules: [...new Set(input.modules)] }),
  };
}

/** Accepts old names too (Asia/Calcutta), because the zone database keeps them forever. */
function isTimeZone(name: string): boolean {
  // Offsets such as +05:30 have no daylight saving time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    // By what reads it: days are made by Temporal, which knows no IST, EAT, CAT or PST, and texts by Intl, which does.
    dayBounds(name, dayIn(name, new Date(0)));
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && regionNames.of(code) !== undefined && code !== 'ZZ';
}

/** `St. Mary's Hostel` → `st-mary-s-hostel`; null when the name has no Latin letter or digit. */
export function slugify(name: string): string | null {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? null : slug;
}
