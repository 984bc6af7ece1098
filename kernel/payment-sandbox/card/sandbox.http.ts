/**
 * The sandbox's server side, as another company would run it: it knows nothing of payments except what it gets over
 * HTTP.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { findOrganization } from '../../db/index.ts';
import { acceptForms, html, PAGE_POLICY, page } from '../../http/index.ts';
import { formatMoney, formattingOf, t } from '../../i18n/index.ts';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';
import { newId } from '../../lib/ids.ts';
import { isCurrency } from '../../lib/money.ts';
import type { Boot } from '../../module/index.ts';
import { ANY_ADDRESS, exchange } from '../../outbound/index.ts';
import { DELAY_MS, magicOf, PAGE_MS, paidOf, sandboxFee } from '../domain/sandbox-magic.ts';
import { type SandboxState, sandbox, sandboxKey } from './sandbox.provider.ts';

type Transfer = Selectable<DB['sandbox_transfer']>;
type Asked = FastifyRequest<{
  Params: { organization: string; reference: string };
  Body: Record<string, string | number | undefined> | undefined;
}>;

type Work = (ctx: Ctx, request: Asked, reply: FastifyReply) => Promise<unknown>;

export function sandboxProvider(app: FastifyInstance, boot: Boot): void {
  if (!boot.config.PAYMENT_SANDBOX) return;
  app.register(
    async (scope) => {
      acceptForms(scope);
      const serve = (method: 'GET' | 'POST', url: string, work: Work) =>
        scope.route({
          method,
          url,
          schema: { hide: true },
          handler: async (request, reply) => {
            const ctx = await enter(boot, request as Asked);
            return ctx ? work(ctx, request as Asked, reply) : reply.callNotFound();
          },
        });
      serve('POST', '/charges', keyed(takeCharge));
      serve('POST', '/charges/:reference/refunds', keyed(takeRefund));
      serve('GET', '/charges/:reference', keyed(show));
      serve('GET', '/refunds/:reference', keyed(show));
      serve('GET', '/pay/:reference', showPage);
      serve('POST', '/pay/:reference', decide);
    },
    { prefix: '/sandbox-provider/:organization' },
  );
}

async function enter(boot: Boot, request: Asked): Promise<Ctx | null> {
  const organization = await findOrganization(boot.database.system, { slug: request.params.organization });
  if (!organization) return null;
  const locale = boot.services.translator.negotiate(request.headers['accept-language'], organization.language);
  const ctx = { ...boot.ctxFor(organization, 'sandbox'), locale, log: request.log };
  return (await sandbox.account(ctx)) === null ? null : ctx;
}

/**
 * Protects the API's routes: a request contains addresses that the sandbox calls and redirects to, so only the program
 * itself may send one.
 */
function keyed(work: Work): Work {
  return async (ctx, request, reply) =>
    constantTimeEqual(request.headers.authorization ?? '', sandboxKey(ctx.config))
      ? work(ctx, request, reply)
      : reply.code(401).send({});
}

const find = (ctx: Ctx, reference: string): Promise<Transfer | undefined> =>
  ctx.db
    .selectFrom('sandbox_transfer')
    .selectAll()
    .where('organization_id', '=', orgOf(ctx).id)
    .where('reference', '=', reference)
    .executeTakeFirst();

/** Stores a transfer, unless its reference is known: then it returns the stored one. */
async function keep(ctx: Ctx, transfer: Omit<Transfer, 'organization_id' | 'id' | 'created_at'>): Promise<Transfer> {
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('sandbox_transfer')
    .values({ ...transfer, organization_id: orgOf(ctx).id, id: newId(now.getTime()), created_at: now })
    .onConflict((conflict) => conflict.columns(['organization_id', 'reference']).doNothing())
    .execute();
  return (await find(ctx, transfer.reference)) as Transfer;
}

async function takeCharge(ctx: Ctx, { body }: Asked, reply: FastifyReply) {
  const { reference, amount_minor: amount, currency, callback_url, return_url } = body ?? {};
  if (!reference || !Number.isSafeInteger(amount) || !isCurrency(String(currency))) return reply.code(422).send({});
  const magic = magicOf(Number(amount));
  const transfer = await keep(ctx, {
    reference: String(reference),
    kind: 'charge',
    amount_minor: Number(amount),
    currency: String(currency),
    callback_url: String(callback_url ?? ''),
    return_url: String(return_url ?? ''),
    state: magic === 'early' ? 'paid' : 'open',
    settles_at: null,
  });
  if (magic === 'early') await callBack(ctx, transfer, 'paid');
  return answer(ctx, transfer, reply);
}

async function takeRefund(ctx: Ctx, { body, params }: Asked, reply: FastifyReply) {
  const charge = await find(ctx, params.reference);
  const amount = Number(body?.amount_minor);
  if (!charge || stateOf(ctx, charge) !== 'paid') return reply.code(409).send({});
  const magic = magicOf(amount);
  const transfer = await keep(ctx, {
    reference: String(body?.reference),
    kind: 'refund',
    amount_minor: amount,
    currency: paidOf(charge.amount_minor, charge.currency).currency,
    callback_url: String(body?.callback_url ?? ''),
    return_url: '',
    state: magic === 'declined' ? 'declined' : 'paid',
    settles_at: magic === 'delayed' ? new Date(ctx.clock.now().getTime() + DELAY_MS) : null,
  });
  return answer(ctx, transfer, reply);
}

/** Answers with the stored transfer, unless its amount says otherwise. */
async function answer(ctx: Ctx, transfer: Transfer, reply: FastifyReply) {
  const magic = magicOf(transfer.amount_minor);
  if (magic === 'broken') return reply.code(500).send({});
  // The caller gives up long before.
  if (magic === 'silent') await new Promise((resolve) => setTimeout(resolve, 20_000).unref());
  return viewOf(ctx, transfer);
}

async function show(ctx: Ctx, { params }: Asked, reply: FastifyReply) {
  const transfer = await find(ctx, params.reference);
  return transfer ? viewOf(ctx, transfer) : reply.code(404).send({});
}

function viewOf(ctx: Ctx, transfer: Transfer) {
  const { id, reference, kind, amount_minor: amountMinor, currency } = transfer;
  const charge = kind === 'charge';
  const paid = charge ? paidOf(amountMinor, currency) : { amountMinor, currency };
  return {
    id,
    state: stateOf(ctx, transfer),
    ...(charge && { link: `${ctx.config.PUBLIC_URL}/sandbox-provider/${orgOf(ctx).slug}/pay/${reference}` }),
    amount_minor: paid.amountMinor,
    currency: paid.currency,
    payer: magicOf(amountMinor) === 'other_payer' ? 'somebody else' : null,
    fee_minor: charge ? sandboxFee(paid.amountMinor) : 0,
  };
}

function stateOf(ctx: Ctx, { kind, state, settles_at, created_at }: Transfer): SandboxState {
  const now = ctx.clock.now();
  if (settles_at && settles_at > now) return 'open';
  const over = kind === 'charge' && now.getTime() - created_at.getTime() > PAGE_MS;
  return state === 'open' && over ? 'expired' : (state as SandboxState);
}

async function showPage(ctx: Ctx, { params }: Asked, reply: FastifyReply) {
  const transfer = await find(ctx, params.reference);
  if (!transfer) return reply.callNotFound();
  const amount = formatMoney(transfer.amount_minor, transfer.currency, formattingOf(ctx));
  const title = t(ctx, 'sandbox.title');
  const choice = html`<form method="post"><button name="decision" value="pay">${t(ctx, 'sandbox.pay', { amount })}</button>
    <button class="plain" name="decision" value="decline">${t(ctx, 'sandbox.decline')}</button></form>`;
  const done = html`<a class="button" href="${transfer.return_url}">${t(ctx, 'sandbox.back')}</a>`;
  const body = html`<h1>${title}</h1><p class="quiet">${t(ctx, 'sandbox.note')}</p><p class="amount">${amount}</p>
    ${stateOf(ctx, transfer) === 'open' && transfer.state === 'open' ? choice : done}`;
  return reply
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(page(ctx.locale, title, body));
}

/** The payer's button; pressing it more than once has no further effect. */
async function decide(ctx: Ctx, { params, body }: Asked, reply: FastifyReply) {
  const transfer = await find(ctx, params.reference);
  if (!transfer) return reply.callNotFound();
  const magic = magicOf(transfer.amount_minor);
  const state = body?.decision === 'pay' && magic !== 'declined' ? 'paid' : 'declined';
  const decided = await ctx.db
    .updateTable('sandbox_transfer')
    .set({ state, ...(magic === 'delayed' && { settles_at: new Date(ctx.clock.now().getTime() + DELAY_MS) }) })
    .where('organization_id', '=', orgOf(ctx).id)
    .where('id', '=', transfer.id)
    .where('state', '=', 'open')
    .where('created_at', '>', new Date(ctx.clock.now().getTime() - PAGE_MS))
    .returningAll()
    .executeTakeFirst();
  if (decided && magic !== 'no_callback') {
    const times = magic === 'twice' ? ['paid', 'paid', 'paid again'] : [state];
    for (const what of times) await callBack(ctx, decided, what);
  }
  return reply.redirect(transfer.return_url || '/', 303);
}

/** Calls the callback address once; a failed call is not repeated. */
async function callBack(ctx: Ctx, { id, reference, callback_url }: Transfer, what: string): Promise<void> {
  if (!callback_url) return;
  const body = JSON.stringify({ event: `${id} ${what}`, reference });
  const headers = { 'content-type': 'application/json' };
  const called = exchange({
    method: 'POST',
    url: callback_url,
    policy: ANY_ADDRESS,
    headers,
    body,
    timeouts: { reply: 5_000 },
  });
  await called.catch((error: Error) => ctx.log.warn({ error: error.message }, 'the sandbox could not call back'));
}
