import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { findOrganization } from '../../db/index.ts';
import { acceptForms } from '../../http/index.ts';
import { formatMoney, formattingOf, t } from '../../i18n/index.ts';
import type { Refusal } from '../../lib/result.ts';
import type { Boot } from '../../module/index.ts';
import { type AttemptRow, latestCharge } from '../attempts/attempt.ts';
import { startCharge } from '../attempts/start-charge.ts';
import { mayPayment } from '../domain/states.ts';
import type { Payment } from '../payment.ts';
import { providersFor } from '../provider.ts';
import { findPayment } from '../queries/find-payment.ts';
import { type Html, html, PAGE_POLICY, page } from './html.ts';
import { readPayToken } from './pay-link.ts';

type Asked = FastifyRequest<{ Params: { token: string }; Body: { provider?: string } }>;

/** While the provider is asked, and while the payer is on the provider's page. */
const SOON = 4;
const LATER = 15;

/**
 * The page behind the link in a chat or a mail: what is to be paid, a button for each provider, and later the result.
 * Only the button sends a request to a provider, so no link preview can.
 */
export function payPage(app: FastifyInstance, boot: Boot): void {
  app.register(async (scope) => {
    acceptForms(scope);
    const common = { schema: { hide: true }, config: { rateLimit: { max: 120, timeWindow: 60_000 } } };
    scope.get('/pay/:token', common, async (request: Asked, reply) => {
      const found = await enter(boot, request);
      return found ? show(found.ctx, reply, found.payment) : reply.callNotFound();
    });
    scope.post('/pay/:token', common, async (request: Asked, reply) => {
      const found = await enter(boot, request);
      if (!found) return reply.callNotFound();
      const { ctx, payment } = found;
      const started = await startCharge(ctx, payment.id, { provider: String(request.body?.provider ?? '') });
      if (!started.ok) return show(ctx, reply, payment, started);
      const { state, link } = started.data;
      return reply.redirect(state === 'waiting' && link ? link : request.url, 303);
    });
  });
}

async function enter(boot: Boot, request: Asked): Promise<{ ctx: Ctx; payment: Payment } | null> {
  const ids = readPayToken(boot.config, request.params.token);
  const organization = ids && (await findOrganization(boot.database.system, { id: ids.organizationId }));
  if (!organization) return null;
  const locale = boot.services.translator.negotiate(request.headers['accept-language'], organization.language);
  const ctx: Ctx = {
    ...boot.ctxFor(organization, 'pay page'),
    actor: { kind: 'anonymous', id: null, name: 'the payer' },
    locale,
    log: request.log,
  };
  const payment = await findPayment(ctx, ids.paymentId);
  return payment.ok ? { ctx, payment: payment.data } : null;
}

async function show(ctx: Ctx, reply: FastifyReply, payment: Payment, refused?: Refusal): Promise<FastifyReply> {
  const charge = await latestCharge(ctx, payment.id);
  const { body, refresh } = refused
    ? { body: html`<p>${t(ctx, `errors.${refused.code}`, refused.detail ?? {})}</p>`, refresh: undefined }
    : await stand(ctx, payment, charge);
  const amount = formatMoney(payment.amountMinor, payment.currency, formattingOf(ctx));
  const whole = html`<h1>${orgOf(ctx).name}</h1><p>${payment.description}</p><p class="amount">${amount}</p>
    <p class="quiet">${t(ctx, 'pay.reference', { reference: payment.reference })}</p>${body}`;
  return reply
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(page(ctx.locale, `${amount} · ${orgOf(ctx).name}`, whole, refresh));
}

/** The state of the payment, and what can be done. */
async function stand(ctx: Ctx, payment: Payment, charge?: AttemptRow): Promise<{ body: Html; refresh?: number }> {
  const said = (key: string, values = {}) => html`<p role="status">${t(ctx, `pay.${key}`, values)}</p>`;
  const provider = charge && ctx.services.providers.get(charge.provider);
  const name = provider ? t(ctx, provider.label) : '';
  if (payment.state === 'verified') return { body: said(payment.owed ? 'owed' : 'paid') };
  if (payment.state === 'refunded') return { body: said('refunded') };
  if (charge?.state === 'sending' || charge?.state === 'unknown')
    return { body: said('asking', { provider: name }), refresh: SOON };
  if (charge?.state === 'waiting') {
    const on = charge.link
      ? html`<a class="button" href="${charge.link}">${t(ctx, 'pay.go_on', { provider: name })}</a>`
      : html``;
    return { body: html`${said('waiting', { provider: name })}${on}`, refresh: LATER };
  }
  if (payment.state === 'submitted') return { body: said('checking') };
  if (!mayPayment('charge', payment.state)) return { body: said('closed') };
  const providers = await providersFor(ctx, payment);
  const before =
    charge?.state === 'failed'
      ? said(`failed.${charge.reason ?? 'declined'}`)
      : charge?.state === 'differs'
        ? said('differs')
        : html``;
  if (providers.length === 0) return { body: html`${before}${said('no_provider')}` };
  const buttons = providers.map(
    (one) =>
      html`<button name="provider" value="${one.name}">${t(ctx, 'pay.with', { provider: t(ctx, one.label) })}</button>`,
  );
  return { body: html`${before}<form method="post">${buttons}</form>` };
}
