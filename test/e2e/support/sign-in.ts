import type { Page } from 'playwright-core';
import { OWNER } from './api.ts';

/** Fills the sign-in page that is open, and sends it. */
export async function fillSignIn(page: Page, person: { email: string; password: string } = OWNER): Promise<void> {
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
