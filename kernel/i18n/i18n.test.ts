import { describe, expect, it } from 'vitest';
import {
  createTexts,
  formatDate,
  formatDateTime,
  formatMoney,
  formatNumber,
  formattingOf,
  gatherTexts,
  localeIn,
  negotiateLanguage,
  parseAcceptLanguage,
} from './index.ts';

const texts = createTexts(
  gatherTexts({
    'kernel/i18n/en.json': { errors: { not_found: 'There is no such thing.' }, hello: 'Hello {{name}}' },
    'kernel/i18n/hi.json': { errors: { not_found: 'ऐसा कुछ नहीं है।' }, hello: 'नमस्ते {{name}}' },
    'modules/tea/i18n/en.json': {
      errors: { tea: { cold: 'The tea is cold.' } },
      tea: { cups_one: '{{count}} cup', cups_other: '{{count}} cups' },
    },
    'modules/tea/i18n/hi.json': { errors: { tea: { cold: 'चाय ठंडी है।' } } },
  }),
);

describe('texts', () => {
  it('use the language of a ctx, of a plain tag, or of a tag with a region', () => {
    expect(texts.t({ locale: 'hi' }, 'errors.not_found')).toBe('ऐसा कुछ नहीं है।');
    expect(texts.t('hi-IN', 'errors.tea.cold')).toBe('चाय ठंडी है।');
    expect(texts.languages).toEqual(['en', 'hi']);
  });

  it('are in the organization’s language where a part has none in the reader’s', () => {
    const inTamil = (organization: { language: string } | null) =>
      texts.t({ locale: 'ta-IN', organization }, 'errors.tea.cold');
    expect(inTamil({ language: 'hi' })).toBe('चाय ठंडी है।');
    expect(inTamil({ language: 'hi-IN' })).toBe('चाय ठंडी है।');
    expect(inTamil(null)).toBe('The tea is cold.');
    // Only English has a plural of cups.
    expect(texts.t({ locale: 'hi', organization: { language: 'ta' } }, 'tea.cups', { count: 1 })).toBe('1 cup');
  });

  it('fall back to English, then to the key', () => {
    expect(texts.t('fr', 'errors.not_found')).toBe('There is no such thing.');
    expect(texts.t('hi', 'tea.cups', { count: 1 })).toBe('1 cup');
    expect(texts.t('hi', 'errors.unheard.of')).toBe('errors.unheard.of');
    expect(texts.find('hi', 'errors.unheard.of')).toBeUndefined();
    expect(texts.find('hi', 'errors.tea')).toBeUndefined();
  });

  it('are known to be there, without those of other languages', () => {
    const keys = ['hello', 'errors', 'errors.tea.cold', 'tea.cups_one', 'tea', 'errors.unheard.of'];
    expect(keys.filter((key) => texts.has('hi', key))).toEqual(['hello', 'errors', 'errors.tea.cold']);
    expect(texts.has('ta', 'hello')).toBe(false);
  });

  it('fill placeholders without escaping, and pick the plural', () => {
    expect(texts.t('en', 'hello', { name: "D'Souza & <Sons>" })).toBe("Hello D'Souza & <Sons>");
    expect(texts.t('en', 'tea.cups', { count: 2 })).toBe('2 cups');
  });

  it('refuse two files that define the same key', () => {
    expect(() => gatherTexts({ 'a/en.json': { x: 'one' }, 'b/en.json': { x: 'two' } })).toThrow(/b\/en\.json: x/);
    expect(() => gatherTexts({ 'a/en.json': { x: 'one' }, 'b/en.json': { x: { y: 'two' } } })).toThrow(/x is already/);
  });
});

describe('negotiation', () => {
  const ours = ['en', 'hi', 'pt-BR'];

  it("prefers the person's choice, then the browser's, then the organization's", () => {
    expect(negotiateLanguage({ user: 'hi', acceptLanguage: 'en', organization: 'en' }, ours)).toBe('hi');
    expect(negotiateLanguage({ acceptLanguage: 'fr, hi-IN;q=0.8, en;q=0.5', organization: 'en' }, ours)).toBe('hi');
    expect(negotiateLanguage({ acceptLanguage: 'fr', organization: 'hi' }, ours)).toBe('hi');
    expect(negotiateLanguage({ acceptLanguage: 'fr' }, ours)).toBe('en');
    expect(negotiateLanguage({ acceptLanguage: 'pt' }, ours)).toBe('pt-BR');
  });

  it('reads weights, and accepts any header', () => {
    expect(parseAcceptLanguage('en;q=0.5, hi-IN, *;q=0.1, fr;q=0')).toEqual(['hi-IN', 'en']);
    for (const header of ['', ',,;', 'en;q=abc', '\u0000', 'x'.repeat(5000), null])
      expect(parseAcceptLanguage(header)).toEqual([]);
  });
});

describe('formatting', () => {
  const india = { locale: 'en-IN', timeZone: 'Asia/Kolkata' };

  it('follows the language and the country', () => {
    expect(formatNumber(1234567, india)).toBe('12,34,567');
    expect(formatMoney(123456750, 'INR', india)).toBe('₹12,34,567.50');
    // 2^53 - 1 paise: a float could not hold the cents
    expect(formatMoney(9007199254740991, 'INR', india)).toContain('409.91');
    expect(formatMoney(500, 'RWF', { locale: 'en-RW' })).toMatch(/500$/);
    expect(localeIn('hi', 'IN')).toBe('hi-IN');
    expect(localeIn('en-GB', 'IN')).toBe('en-GB');
    expect(localeIn('not a tag', 'IN')).toBe('en');
  });

  it("is in the organization's time zone, except for a calendar day, which no zone shifts", () => {
    const lateInUtc = new Date('2026-11-20T20:00:00Z');
    expect(formatDate(lateInUtc, india)).toBe('21 Nov 2026');
    expect(formatDate('2026-11-20', { locale: 'en-US', timeZone: 'America/Los_Angeles' })).toBe('Nov 20, 2026');
    expect(formatDateTime(lateInUtc, india)).toMatch(/21 Nov 2026, 1:30.am/);
    expect(() => formatDate('yesterday', india)).toThrow(RangeError);
  });

  it('reads a ctx', () => {
    expect(formattingOf({ locale: 'hi', organization: { country: 'IN', timeZone: 'Asia/Kolkata' } })).toEqual({
      locale: 'hi-IN',
      timeZone: 'Asia/Kolkata',
    });
    expect(formattingOf({ locale: 'en', organization: null })).toEqual({ locale: 'en', timeZone: 'UTC' });
  });

  it("follows each country's conventions where several countries share a language", () => {
    const amount = (country: string, currency: string) => formatMoney(123456750, currency, { locale: `es-${country}` });
    expect(amount('MX', 'MXN')).toBe('$1,234,567.50');
    expect(amount('AR', 'ARS')).toMatch(/^\$\s1\.234\.567,50$/);
  });
});
