import { Type } from 'typebox';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { texts } from '../i18n/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { defineSettings, getSettings, listSettings, missingTexts, patchSettings, secret } from './index.ts';
import { stateOf } from './state.ts';

const tea = defineSettings({
  module: 'tea',
  schema: Type.Object({
    cups: Type.Integer({ default: 2, minimum: 1, maximum: 20 }),
    motto: Type.String({ default: 'Chai', maxLength: 10 }),
    charm: secret(),
    pin: Type.Optional(Type.String({ maxLength: 4 })),
  }),
  bound: { charm: ['motto'] },
  check: (values) => (values.motto === 'empty' && values.cups > 1 ? { cups: 'settings.invalid_value' } : {}),
});

let app: TestApp;
let organization: TestOrganization;

function serveTea(it: TestApp) {
  stateOf(it.boot.services).definitions.set('tea', tea as never);
  stateOf(it.boot.services).ofPackages.add('tea');
}

beforeAll(async () => {
  app = await useTestApp();
  serveTea(app);
});
beforeEach(async () => {
  organization = await newOrganization(app);
});

const stored = () =>
  app.boot.database.system
    .selectFrom('setting')
    .selectAll()
    .where('organization_id', '=', organization.id)
    .where('module', '=', 'tea')
    .executeTakeFirst();
const entries = () =>
  app.boot.database.system
    .selectFrom('audit_entry')
    .selectAll()
    .where('organization_id', '=', organization.id)
    .orderBy('id')
    .execute();

describe('settings', () => {
  it('are the defaults until someone chooses, and then only chosen values are stored', async () => {
    expect(await getSettings(organization.ctx, tea)).toEqual({ cups: 2, motto: 'Chai', charm: '' });
    await patchSettings(organization.ctx, 'tea', { cups: 5 });
    expect(await getSettings(organization.ctx, tea)).toEqual({ cups: 5, motto: 'Chai', charm: '' });
    expect((await stored())?.values).toEqual({ cups: 5 });
    await patchSettings(organization.ctx, 'tea', { cups: null });
    expect(await getSettings(organization.ctx, tea)).toMatchObject({ cups: 2 });
    expect((await stored())?.values).toEqual({});
  });

  it('are separate for each organization', async () => {
    await patchSettings(organization.ctx, 'tea', { cups: 7 });
    const other = await newOrganization(app);
    expect(await getSettings(other.ctx, tea)).toMatchObject({ cups: 2 });
  });

  it('refuse wrong values, name every faulty field, and change nothing', async () => {
    expect(await patchSettings(organization.ctx, 'tea', { cups: 99, motto: 'fine', sugar: true })).toEqual({
      ok: false,
      code: 'settings.invalid',
      fields: { cups: 'settings.invalid_value', sugar: 'settings.unknown_field' },
    });
    expect(await patchSettings(organization.ctx, 'tea', { motto: 'empty' })).toMatchObject({
      fields: { cups: 'settings.invalid_value' },
    });
    expect(await patchSettings(organization.ctx, 'coffee_shop', { cups: 1 })).toMatchObject({
      code: 'settings.not_found',
    });
    expect(await patchSettings(organization.ctx, 'tea', { ['__proto__']: 1, constructor: 1 })).toMatchObject({
      ok: false,
    });
    expect(await getSettings(organization.ctx, tea, { fresh: true })).toEqual({ cups: 2, motto: 'Chai', charm: '' });
    expect(await entries()).toEqual([]);
  });

  it('record who changed what', async () => {
    await patchSettings(organization.ctx, 'tea', { cups: 5, motto: 'Chai' });
    await patchSettings(organization.ctx, 'tea', { cups: 5 });
    const [entry, ...more] = await entries();
    expect(entry).toMatchObject({
      action: 'settings.changed',
      subject_type: 'settings',
      subject_id: 'tea',
      after: { cups: 5, motto: 'Chai' },
    });
    expect(more).toEqual([]); // saved again without a change: nothing happened
  });
});

describe('a secret', () => {
  it('is encrypted at rest, never shown, and kept out of the audit', async () => {
    await patchSettings(organization.ctx, 'tea', { charm: 'hunter2' });
    await patchSettings(organization.ctx, 'tea', { charm: 'hunter3' });
    expect(await getSettings(organization.ctx, tea)).toMatchObject({ charm: 'hunter3' });
    const shown = await listSettings(organization.ctx);
    expect(shown.ok && shown.data.find((it) => it.module === 'tea')).toMatchObject({
      values: { charm: null, cups: 2 },
      secrets_set: ['charm'],
    });
    const written = await entries();
    expect(written.map(({ before, after }) => [before, after])).toEqual([
      [{ charm: null }, { charm: 'hidden, changed' }],
      [{ charm: 'hidden' }, { charm: 'hidden, changed' }],
    ]);
    expect(JSON.stringify([await stored(), shown, written])).not.toMatch(/hunter/);
  });

  it('does not open in another organization’s row', async () => {
    await patchSettings(organization.ctx, 'tea', { charm: 'hunter2' });
    const thief = await newOrganization(app);
    const values = JSON.stringify((await stored())?.values);
    await app.boot.database.system
      .insertInto('setting')
      .values({ organization_id: thief.id, module: 'tea', values })
      .execute();
    expect(await getSettings(thief.ctx, tea)).toMatchObject({ charm: '' });
  });

  it('is unset by null, and by an empty text', async () => {
    for (const nothing of [null, '']) {
      await patchSettings(organization.ctx, 'tea', { charm: 'hunter2' });
      await patchSettings(organization.ctx, 'tea', { charm: nothing });
      expect(await getSettings(organization.ctx, tea)).toMatchObject({ charm: '' });
    }
  });
});

describe('a change', () => {
  it('is seen at once in its own transaction, by others after the commit, and by nobody after a rollback', async () => {
    await getSettings(organization.ctx, tea);
    await transaction(organization.ctx, async (tx) => {
      await patchSettings(tx, 'tea', { cups: 9 });
      expect(await getSettings(tx, tea)).toMatchObject({ cups: 9 });
      expect(await getSettings(organization.ctx, tea)).toMatchObject({ cups: 2 });
      return refuse('no');
    });
    expect(await getSettings(organization.ctx, tea)).toMatchObject({ cups: 2 });
    await transaction(organization.ctx, async (tx) => {
      await patchSettings(tx, 'tea', { cups: 9 });
      return ok(null);
    });
    expect(await getSettings(organization.ctx, tea)).toMatchObject({ cups: 9 });
  });

  it('in another process is seen when the copy expires, or at once with `fresh`', async () => {
    const second = await openTestApp({}, app.config.DATABASE_URL);
    try {
      const there = second.ctxFor(organization, 'test');
      expect(await getSettings(there, tea)).toMatchObject({ cups: 2 });
      await patchSettings(organization.ctx, 'tea', { cups: 11 });
      expect(await getSettings(there, tea)).toMatchObject({ cups: 2 });
      expect(await getSettings(there, tea, { fresh: true })).toMatchObject({ cups: 11 });
      for (const entry of stateOf(second.boot.services).cache.values()) entry.at -= 5001;
      expect(await getSettings(there, tea)).toMatchObject({ cups: 11 });
    } finally {
      await second.close();
    }
  });

  it('by two people at once is not lost', async () => {
    await Promise.all([
      patchSettings(organization.ctx, 'tea', { cups: 3 }),
      patchSettings(organization.ctx, 'tea', { motto: 'Both' }),
    ]);
    expect(await getSettings(organization.ctx, tea, { fresh: true })).toMatchObject({ cups: 3, motto: 'Both' });
  });
});

describe('the form', () => {
  it('has the texts of every field in every language', () => {
    const lacking: string[] = [];
    for (const { settings = [] } of app.boot.manifests) {
      for (const definition of settings)
        for (const language of texts().staffLanguages)
          lacking.push(...missingTexts(definition, language).map((key) => `${language}: ${key}`));
    }
    expect(lacking).toEqual([]);
  });

  it('is in the reader’s language', async () => {
    const shown = await listSettings({ ...organization.ctx, locale: 'hi' });
    const mail = shown.ok ? shown.data.find((it) => it.module === 'mail') : undefined;
    expect(mail?.title).toBe('ई-मेल');
    expect(mail?.schema.properties).toMatchObject({
      host: { title: 'मेल सर्वर' },
      encryption: { options: [{ value: 'starttls' }, { value: 'tls', title: 'शुरू से TLS' }, { value: 'none' }] },
    });
  });

  it('is absent for a module that the organization doesn’t use', async () => {
    const modest = await newOrganization(app, { modules: [] });
    stateOf(app.boot.services).ofPackages.delete('tea');
    const shown = await listSettings(modest.ctx);
    serveTea(app);
    expect(shown.ok && shown.data.map((it) => it.module)).not.toContain('tea');
  });
});

it('a field without a default is refused at its declaration', () => {
  expect(() => defineSettings({ module: 'x', schema: Type.Object({ a: Type.String() }) })).toThrow(/x\.a/);
});
