import { describe, expect, it } from 'vitest';
import { ROLES } from '../../ctx/index.ts';
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
