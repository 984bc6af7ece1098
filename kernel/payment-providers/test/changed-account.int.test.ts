/** An operator's account that was changed answers for what is asked there, and for nothing that was asked before. */
import { describe, expect, test } from 'vitest';
import { KEYS, SECRET } from '../../../test/fakes/mobile-money.ts';
import { eventually } from '../../../test/harness/index.ts';
import { settings } from '../../payments/test/factories.ts';
import { mobileMoney, phones } from './mobile.ts';
import { attemptsOf, paymentOf } from './payer.ts';

const { shop, later, until, sound } = mobileMoney();

const OTHER = {
  mtn: { api_user: 'd1c0ffee-0000-4000-8000-00000000000f', api_key: SECRET },
  airtel: { client_id: 'elsewhere', client_secret: SECRET },
};

describe.each(['mtn', 'airtel'] as const)('%s', (operator) => {
  test('a charge is not asked of an account that was set up after it; of its own one it is', async () => {
    const { organization, owner, ask, calls } = await shop(operator);
    // Above the limit of two people, for whom a callback would prove nothing either.
    await settings(organization, { second_approval_above: 1 });
    // The operator pays it by itself and never calls back. The other account would say so, too: our number is its name.
    const { payment } = await ask(phones[operator]('08'));
    expect((await owner.patch(`/settings/${operator}`, OTHER[operator])).status).toBe(200);
    const told = await eventually(async () => {
      await later(30_000);
      return (await attemptsOf(organization, payment.id))[0]?.last_error ?? undefined;
    }, 'a poll');
    expect(told).toMatch(/it was asked at the account .+, and .+ is set up now/);
    // It never becomes "never arrived", after which it could be asked twice.
    await later(10 * 60_000);
    expect(await attemptsOf(organization, payment.id)).toMatchObject([{ state: 'waiting' }]);
    expect([calls.verified, (await paymentOf(organization, payment.id)).state]).toEqual([[], 'awaiting']);
    // What is asked afterwards is the other account's.
    const next = await ask(phones[operator]('00'));
    await until(organization, next.payment.id, 'succeeded');
    expect((await owner.patch(`/settings/${operator}`, KEYS[operator])).status).toBe(200);
    await until(organization, payment.id, 'succeeded');
    expect(calls.verified.map(({ id }) => id)).toEqual([next.payment.id, payment.id]);
    await sound(organization);
  });
});
