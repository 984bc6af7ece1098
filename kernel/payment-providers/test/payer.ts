/** A payer who uses a payment's link, and the resulting rows. */
import { sql } from 'kysely';
import { freePort } from '../../../test/e2e/support/server.ts';
import { eventually, openTestApp, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { payLink } from '../index.ts';

/** An application that listens, so that providers reach it. */
export async function listeningApp(env: Record<string, string>): Promise<TestApp> {
  const port = await freePort();
  const app = await openTestApp({ PUBLIC_URL: `http://127.0.0.1:${port}`, ...env });
  await app.http.listen({ port, host: '127.0.0.1' });
  return app;
}

/** Presses the button of the page behind the link, with a phone number where it asks for one; returns its target. */
export async function choose(
  organization: TestOrganization,
  paymentId: string,
  provider: string,
  payer?: string,
): Promise<string> {
  const link = payLink(organization.ctx, paymentId);
  const body = new URLSearchParams({ provider, ...(payer && { payer }) });
  const reply = await fetch(link, { method: 'POST', body, redirect: 'manual' });
  if (reply.status !== 303) throw new Error(`${reply.status} ${await reply.text()}`);
  return new URL(String(reply.headers.get('location')), link).href;
}

/** The status line of the page. */
export async function pageOf(organization: TestOrganization, paymentId: string): Promise<string> {
  const reply = await fetch(payLink(organization.ctx, paymentId), { headers: { 'accept-language': 'en' } });
  return /role="(?:status|alert)">([^<]*)</.exec(await reply.text())?.[1] ?? '';
}

/** On the sandbox's page. */
export async function press(page: string, decision: 'pay' | 'decline'): Promise<void> {
  const reply = await fetch(page, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });
  if (reply.status !== 303) throw new Error(`${reply.status} ${await reply.text()}`);
}

export function attemptsOf({ ctx, id }: TestOrganization, paymentId: string) {
  return ctx.db
    .selectFrom('payment_attempt')
    .selectAll()
    .where('organization_id', '=', id)
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute();
}

export function paymentOf({ ctx, id }: TestOrganization, paymentId: string) {
  return ctx.db
    .selectFrom('payment')
    .selectAll()
    .where('organization_id', '=', id)
    .where('id', '=', paymentId)
    .executeTakeFirstOrThrow();
}

/** The other payments for owed money that came for this one. */
export function surplusOf({ ctx, id }: TestOrganization, paymentId: string) {
  return ctx.db
    .selectFrom('payment')
    .selectAll()
    .where('organization_id', '=', id)
    .where('subject_id', '=', paymentId)
    .orderBy('id')
    .execute();
}

/** Account → balance of everything that an organization has posted. */
export async function balances({ ctx, id }: TestOrganization): Promise<Record<string, number>> {
  const { rows } = await sql<{ account: string; sum: number }>`
    select account || case when currency = 'INR' then '' else ' ' || currency end as account, sum(amount_minor)::bigint as sum
    from ledger_line where organization_id = ${id} group by 1 having sum(amount_minor) <> 0 order by 1`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

/** Waits until the newest attempt of a payment is in one of these states. */
export function attemptIs(organization: TestOrganization, paymentId: string, ...states: string[]) {
  return eventually(async () => {
    const attempt = (await attemptsOf(organization, paymentId)).at(-1);
    return attempt && states.includes(attempt.state) ? attempt : undefined;
  }, `the attempt to be ${states}`);
}
