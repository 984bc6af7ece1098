import { describe, expect, it } from 'vitest';
import { ROLES } from '../../ctx/index.ts';
import { formatDateTime, formatMoney, localeIn } from '../../i18n/format.ts';
import { readPhone } from '../../lib/contact.ts';
import { parseAmount } from '../../lib/money.ts';
import { dayBounds, dayIn, dayStarts, hourStarts, wallText } from '../../lib/time.ts';
import { checkOrganization, slugify } from './organization.ts';
import { mayChangeRole, mayLoseOwner } from './roles.ts';

const choices = { modules: ['mess', 'raffle'], languages: ['en', 'hi'] };
const hostel = {
  name: ' Hostel ',
  timeZone: 'Asia/Kolkata',
  currency: 'inr',
  country: 'in',
  language: 'hi',
  modules: ['mess', 'mess'],
};

describe('an organization', () => {
  it('is normalized', () => {
    const checked = checkOrganization(hostel, choices);
    expect(checked).toEqual({
      ok: true,
      data: { ...hostel, name: 'Hostel', currency: 'INR', country: 'IN', modules: ['mess'] },
    });
  });
  it('names every faulty field at once', () => {
    const wrong = {
      name: ' ',
      timeZone: '+05:30',
      currency: 'XYZ',
      country: 'ZZ',
      language: 'xx',
      modules: ['opera'],
      slug: 'A b',
    };
    const checked = checkOrganization(wrong, choices);
    const fields = ['country', 'currency', 'language', 'modules', 'name', 'slug', 'time_zone'];
    expect(checked.ok ? [] : Object.keys(checked.fields ?? {}).sort()).toEqual(fields);
  });
  it('accepts zones under their older names', () => {
    expect(checkOrganization({ timeZone: 'Asia/Calcutta' }, choices).ok).toBe(true);
  });
  const accepted = (input: object) => checkOrganization(input, choices).ok;
  const NOW = new Date('2026-11-25T12:00:00Z');
  const ABBREVIATIONS =
    'IST EAT CAT PST ACT AET AGT ART AST BET BST CNT CST CTT ECT IET JST MIT NET NST PLT PNT PRT SST VST';
  const OTHERS = 'UTC GMT EST MST HST CET EET WET EST5EDT PST8PDT Asia/Calcutta US/Pacific Japan SystemV/EST5EDT';
  it('has every accepted time zone read by what makes days and texts of it', () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), ...ABBREVIATIONS.split(' '), ...OTHERS.split(' ')];
    const taken = zones.filter((timeZone) => accepted({ timeZone }));
    expect(taken.length).toBeGreaterThan(400);
    expect(ABBREVIATIONS.split(' ').filter((zone) => taken.includes(zone))).toEqual([]);
    for (const timeZone of taken) {
      const day = dayIn(timeZone, NOW);
      expect(dayBounds(timeZone, day).to > NOW, timeZone).toBe(true);
      expect([hourStarts(timeZone, day).length, dayStarts(timeZone, day, 2).length], timeZone).toEqual([24, 2]);
      expect(wallText(timeZone, NOW), timeZone).toMatch(/^20/);
      expect(formatDateTime(NOW, { locale: 'en-IN', timeZone }), timeZone).toMatch(/2026/);
    }
  });
  it('has every accepted currency, country and language read by what uses it', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const countries = letters.flatMap((a) => letters.map((b) => a + b)).filter((country) => accepted({ country }));
    expect(countries.length).toBeGreaterThan(200);
    for (const country of countries) {
      expect(readPhone('+919845012345', country), country).toMatchObject({ ok: true });
      readPhone('98450 12345', country);
      for (const language of choices.languages)
        expect(formatMoney(150, 'INR', { locale: localeIn(language, country) }), country).toMatch(/\S/);
    }
    const currencies = Intl.supportedValuesOf('currency').filter((currency) => accepted({ currency }));
    expect(currencies.length).toBeGreaterThan(100);
    for (const currency of currencies) {
      expect(formatMoney(123_456, currency, { locale: 'en-IN' }), currency).toMatch(/1/);
      expect(parseAmount('5', currency), currency).toMatchObject({ ok: true });
    }
  });
  it('gets a slug from its name', () => {
    expect(slugify("St. Mary's Hôstel ")).toBe('st-mary-s-hostel');
    expect(slugify('छात्रावास')).toBeNull();
  });
});

describe('roles', () => {
  it('are never given or taken above the giver’s own', () => {
    for (const by of ROLES) {
      for (const from of [null, ...ROLES]) {
        for (const to of [null, ...ROLES]) {
          const most = Math.max(...[from, to].map((r) => (r === null ? -1 : ROLES.indexOf(r))));
          expect(mayChangeRole(by, from, to).ok, `${by}: ${from} to ${to}`).toBe(ROLES.indexOf(by) >= most);
        }
      }
    }
  });
  it('keep at least one owner', () => {
    expect(mayLoseOwner(2).ok).toBe(true);
    expect(mayLoseOwner(1)).toMatchObject({ code: 'tenancy.last_owner' });
  });
});
