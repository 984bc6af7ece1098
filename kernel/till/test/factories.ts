import { expect } from 'vitest';
import type { Caller } from '../../../test/harness/index.ts';
import { verifyLedger } from '../../ledger/index.ts';
import { till as desk } from '../../payments/test/factories.ts';

/** An organization with a payable for tests, people of each role, and a drawer. */
export async function withDrawer(over: object = {}) {
  const place = await desk();
  const drawer = (await place.admin.post('/till/drawers', { name: 'Front desk', ...over })).body.data;
  return { ...place, drawer };
}

export type Place = Awaited<ReturnType<typeof withDrawer>>;

export async function openTill(caller: Caller, drawerId: string, float = '2000') {
  const opened = await caller.post('/till/sessions', { drawer_id: drawerId, float });
  expect(opened.body).toMatchObject({ ok: true });
  return opened.body.data as { id: string };
}

/** Whether every entry agrees with what it stands for, payments and tills among it. */
export async function isWhole({ app, organization }: Pick<Place, 'app' | 'organization'>) {
  const { system } = app.boot.database;
  expect((await verifyLedger(system, organization, app.boot.services.ledgerChecks)).faults).toEqual([]);
}

/** The balance of each account that isn't even. */
export async function balances({ db }: Pick<Place, 'db'>): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('ledger_line')
    .select(['account'])
    .select((eb) => eb.fn.sum<string>('amount_minor').as('sum'))
    .groupBy('account')
    .execute();
  return Object.fromEntries(
    rows.filter(({ sum }) => Number(sum) !== 0).map(({ account, sum }) => [account, Number(sum)]),
  );
}

export const actionsOf = async ({ db }: Pick<Place, 'db'>, like: string) =>
  (await db.selectFrom('audit_entry').select('action').where('action', 'like', like).orderBy('id').execute()).map(
    ({ action }) => action,
  );
