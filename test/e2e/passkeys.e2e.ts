/** A passkey from the account page to the sign-in page, with the browser's own device in software. */
import { beforeAll, expect, test } from 'vitest';
import { found, OWNER } from './support/api.ts';
import { onStage } from './support/stage.ts';

const stage = onStage();
beforeAll(async () => {
  await found(stage.server, ['exhibition']);
});

test('is added, signs in without a password, and is removed', async () => {
  const { page, context, faults, expectStatus, watch } = await stage.visit();
  watch();
  expectStatus(401);
  const devices = await context.newCDPSession(page);
  await devices.send('WebAuthn.enable');
  const device = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...device, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await page.goto('/console/account');
  await button('Sign in with a passkey').waitFor();
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await button('Sign in').click();

  await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
  await button('Add a passkey').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('The desk’s phone');
  await dialog.getByLabel('Current password').fill('not the password');
  expectStatus(400);
  await button('Continue').click();
  await dialog.getByText('The password is wrong.').waitFor();
  await dialog.getByLabel('Current password').fill(OWNER.password);
  await button('Continue').click();
  await page.getByText('The passkey is added').waitFor();
  await page.getByText('never used').waitFor();
  const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);

  // The same device has one already.
  await button('Add a passkey').click();
  await dialog.getByLabel('Current password').fill(OWNER.password);
  await button('Continue').click();
  await dialog.getByText('This device has a passkey for your account already.').waitFor();
  // Nothing that was typed is left to be asked about.
  await dialog.getByLabel('Current password').fill('');
  await button('Cancel').click();
  await dialog.waitFor({ state: 'hidden' });

  await context.clearCookies();
  await page.goto('/console/account');
  await button('Sign in with a passkey').click();
  await page.getByText('last used').waitFor();

  await button('Remove the passkey The desk’s phone').click();
  await dialog.getByLabel('Current password').fill(OWNER.password);
  await button('Remove').click();
  await page.getByText('The passkey is removed').waitFor();
  await page.getByText('The desk’s phone').waitFor({ state: 'hidden' });
  await context.clearCookies();
  await page.goto('/console/account');
  await button('Sign in with a passkey').click();
  await page.getByText('This passkey is not known here any more. Sign in with your password.').waitFor();
  expect(faults).toEqual([]);
});
