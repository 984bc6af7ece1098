import { schemaCheckFor } from '@better-auth/core/db/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { PASSWORD, person, signIn, visitor } from '../../../test/harness/people.ts';
import { createApiKey } from '../../tenancy/index.ts';
import { sweepAuth } from '../index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

describe('the look-up of a request', () => {
  it('marks a session and a key as used, at most once in five minutes', async () => {
    const organization = await newOrganization(app);
    const { system } = app.boot.database;
    const made = await createApiKey(organization.ctx, { name: 'Till', role: 'viewer' });
    if (!made.ok) throw new Error(made.code);
    const machine = visitor(app, { authorization: `Bearer ${made.data.key}` });
    const used = async () => {
      await machine.get('/organization');
      await Promise.all(app.boot.services.auth.marks);
      const row = await system
        .selectFrom('api_key')
        .select('last_used_at')
        .where('id', '=', made.data.id)
        .executeTakeFirstOrThrow();
      return new Date(row.last_used_at ?? 0).getTime();
    };
    const first = await used();
    expect(first).toBeGreaterThan(Date.now() - 60_000);
    expect(await used()).toBe(first);
    app.clock.advance(6 * 60_000);
    expect(await used()).toBeGreaterThan(first);
    app.clock.reset();
  });
});

describe('the tables', () => {
  it('have the columns that better-auth expects', async () => {
    const { adapter } = await (await app.boot.services.auth.betterAuth()).$context;
    const check = schemaCheckFor(adapter);
    expect(check).toBeDefined();
    await check?.();
  });

  it('lose their expired rows', async () => {
    const organization = await newOrganization(app);
    const asha = await person(app, organization, 'viewer');
    await signIn(app, { email: asha.email, password: PASSWORD });
    const mine = app.boot.database.system.selectFrom('auth_session').select('id').where('user_id', '=', asha.id);
    await sweepAuth(organization.ctx);
    expect(await mine.execute()).toHaveLength(1);
    await app.boot.database.system
      .updateTable('auth_session')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('user_id', '=', asha.id)
      .execute();
    expect(await sweepAuth(organization.ctx)).toBeGreaterThan(0);
    expect(await mine.execute()).toHaveLength(0);
  });
});
