/** The button of the provider on the sign-in page, to the console and back with a reason. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeOidc } from '../fakes/oidc.ts';
import { type Caller, found, OWNER } from './support/api.ts';
import { onStage } from './support/stage.ts';

let oidc: Awaited<ReturnType<typeof startFakeOidc>>;
const stage = onStage({
  env: async () => {
    oidc = await startFakeOidc();
    return oidc.env;
  },
});
let call: Caller;
beforeAll(async () => {
  call = await found(stage.server, ['exhibition']);
});
afterAll(() => oidc?.stop());

test('signs in by the provider, and says why when it does not', async () => {
  const guest = await stage.visit();
  const { page } = guest;
  guest.expectStatus(401);
  oidc.person = { sub: 'stranger', email: 'stranger@fair.example', email_verified: true };
  await page.goto('/console/exhibition/sales');
  const button = page.getByRole('button', { name: 'Sign in with Fair accounts' });
  await button.click();
  await page.getByRole('alert').getByText('Nobody has invited this address yet').waitFor();
  oidc.person = { sub: 'owner', email: OWNER.email, email_verified: true };
  await page.goto('/console/exhibition/sales');
  await button.click();
  await page.waitForURL('**/console/exhibition/sales');
  await page.getByRole('heading', { name: 'Today' }).first().waitFor();
  // The provider's page is the only other host.
  expect(guest.faults.splice(0).filter((fault) => !fault.includes(`${oidc.root}/authorize`))).toEqual([]);
});

test('the account page lists what is connected, and unlinks it', async () => {
  const guest = await stage.visit();
  guest.expectStatus(401);
  const { page } = guest;
  await page.goto('/console/account');
  await page.getByRole('button', { name: 'Sign in with Fair accounts' }).click();
  await page.getByRole('heading', { name: 'Connected sign-ins' }).waitFor();
  await page.getByText('Fair accounts').waitFor();
  await page.getByRole('button', { name: 'Unlink this sign-in' }).click();
  await page.getByText('The sign-in is unlinked.').waitFor();
  await page.getByRole('heading', { name: 'Connected sign-ins' }).waitFor({ state: 'hidden' });
});

test('People shows the programs that are the organization’s own', async () => {
  await call('POST', '/api-keys', {
    name: 'Nightly accounts',
    role: 'viewer',
    service: true,
    addresses: ['10.0.0.0/8'],
  });
  await call('POST', '/api-keys', { name: 'My own script', role: 'viewer' });
  const guest = await stage.visit();
  guest.expectStatus(401);
  const { page } = guest;
  await page.goto('/console/office/members');
  await page.getByRole('button', { name: 'Sign in with Fair accounts' }).click();
  await page.getByText('Nightly accounts').waitFor();
  await page.getByText("never used · doesn't end · only from 10.0.0.0/8").waitFor();
  expect(await page.getByText('My own script').count()).toBe(0);
});
