import { expect } from 'vitest';
import type { Ctx } from '../../kernel/ctx/index.ts';
import { verifyLedger } from '../../kernel/ledger/index.ts';
import type { Caller, TestApp, TestOrganization } from './index.ts';

/** A drawer, opened by a cashier with nothing in it; `movements` are the sales and refunds in cash since. */
export async function openDrawer(admin: Caller, cashier: Caller, { db }: Pick<Ctx, 'db'>) {
  const drawer = (await admin.post('/till/drawers', { name: 'Office' })).body.data;
  const opened = await cashier.post('/till/sessions', { drawer_id: drawer.id, float: '0' });
  expect(opened.status).toBe(201);
  const session = opened.body.data as { id: string };
  return {
    session,
    movements: async () =>
      (
        await db
          .selectFrom('till_movement')
          .select(['kind', 'amount_minor', 'subject_type'])
          .where('session_id', '=', session.id)
          .orderBy('id')
          .execute()
      ).map(({ kind, amount_minor, subject_type }) => [kind, amount_minor, subject_type]),
    inDrawer: async () => {
      const sum = await db
        .selectFrom('ledger_line')
        .select((eb) => eb.fn.sum<string | null>('amount_minor').as('minor'))
        .where('account', '=', drawer.account)
        .executeTakeFirst();
      return Number(sum?.minor ?? 0);
    },
  };
}

/** Every entry agrees with what it stands for. */
export async function isWhole(app: TestApp, organization: TestOrganization): Promise<void> {
  const { system } = app.boot.database;
  expect((await verifyLedger(system, organization, app.boot.services.ledgerChecks)).faults).toEqual([]);
}
