/** Two operators of mobile money on their wire formats, and an application that takes money by them. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type FakeMobileMoney, KEYS, startFakeMobileMoney } from '../../../test/fakes/mobile-money.ts';
import { eventually, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { ledgerCheck } from '../../payments/ledger-check.ts';
import { open, till } from '../../payments/test/factories.ts';
import { pollDue } from '../attempts/poll-due.ts';
import { startCharge } from '../index.ts';
import { attemptsOf, listeningApp } from './payer.ts';

export type Operator = 'mtn' | 'airtel';

/** …0000NN of each operator: such a phone does by itself what NN says. */
export const phones = { mtn: (n: string) => `0788 0000 ${n}`, airtel: (n: string) => `0738 0000 ${n}` };

/** Opens both for the tests of a file. */
export function mobileMoney() {
  const lab = { app: {} as TestApp, fake: {} as FakeMobileMoney, shop, later, until, sound };
  beforeAll(async () => {
    lab.fake = await startFakeMobileMoney();
    lab.app = await listeningApp(lab.fake.env);
  });
  afterAll(async () => {
    await lab.app.close?.();
    await lab.fake.stop?.();
  });
  afterEach(() => {
    lab.app.clock.reset();
    Object.assign(lab.fake, { ahead: 0, instead: undefined });
  });

  async function shop(operator: Operator) {
    const { app, fake } = lab;
    const made = await till({ app });
    const kept = await made.owner.patch(`/settings/${operator}`, KEYS[operator]);
    expect(kept.status, JSON.stringify(kept.body)).toBe(200);
    fake.airtelCallback = `${app.config.PUBLIC_URL}/payment-callbacks/airtel/${made.organization.slug}`;
    /** A payment of so much, asked from a phone. */
    const ask = async (phone: string, amountMinor = 1000) => {
      const payment = await open(made.organization, { amountMinor, currency: 'RWF' });
      const started = await startCharge(made.organization.ctx, payment.id, { provider: operator, payer: phone });
      if (!started.ok) throw new Error(started.code);
      return { payment, attempt: started.data };
    };
    return { ...made, ask };
  }

  /** Lets the time pass on both sides, and does what is due. */
  async function later(ms: number): Promise<void> {
    lab.app.clock.advance(ms);
    lab.fake.ahead += ms;
    await pollDue(lab.app.ctxFor(null, 'test'));
  }

  /** Lets time pass until the newest attempt of a payment is in this state. */
  function until(organization: TestOrganization, paymentId: string, state: string) {
    return eventually(async () => {
      const attempt = (await attemptsOf(organization, paymentId)).at(-1);
      if (attempt?.state === state) return attempt;
      await later(30_000);
      return undefined;
    }, `the attempt to be ${state}`);
  }

  async function sound({ id }: TestOrganization): Promise<void> {
    expect(await ledgerCheck(lab.app.boot.database.system, id)).toEqual([]);
  }

  return lab;
}
