import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageBrand } from '../../branding/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { findOrganization } from '../../db/index.ts';
import { acceptForms, type Html, html, PAGE_POLICY, page } from '../../http/index.ts';
import { formatMoney, formattingOf, t } from '../../i18n/index.ts';
import type { Refusal } from '../../lib/result.ts';
import type { Boot } from '../../module/index.ts';
import { findPayment, mayPayment, type Payment, receiptOf } from '../../payments/index.ts';
import { type AttemptRow, latestCharge } from '../attempts/attempt.ts';
import { startCharge } from '../attempts/start-charge.action.ts';
import { type Provider, providersFor } from '../provider.ts';
import { readPayToken } from './pay-link.ts';

type Asked = FastifyRequest<{ Params: { token: string }; Body: { provider?: string; payer?: string } | undefined }>;

/** Seconds: the payer, back from the provider's page or with the phone in hand, waits for the result. */
const SOON = 4;
/** Requests of one address a minute: forty who wait, behind the one address of a mobile network. */
const MAX_A_MINUTE = 600;

/**
 * The page behind the link in a chat or a mail: what is to be paid, a button for each provider, and later the result.
 * Only the button sends a request to a provider, so no link preview can.
 */
export function payPage(app: FastifyInstance, boot: Boot): void {
  app.register(async (scope) => {
    acceptForms(scope);
    const common = { schema: { hide: true }, config: { rateLimit: { max: MAX_A_MINUTE, timeWindow: 60_000 } } };
    scope.get('/pay/:token', common, async (request: Asked, reply) => {
      const found = await enter(boot, request);
      return found ? show(found.ctx, reply, found.payment) : reply.callNotFound();
    });
    scope.post('/pay/:token', common, async (request: Asked, reply) => {
      const found = await enter(boot, request);
      if (!found) return reply.callNotFound();
      const { ctx, payment } = found;
      const { provider = '', payer } = request.body ?? {};
      const charge = { provider: String(provider), ...(payer !== undefined && { payer: String(payer) }) };
      const started = await startCharge(ctx, payment.id, charge);
      if (!started.ok) return show(ctx, reply, payment, started);
      const { state, link } = started.data;
      return reply.redirect(
        state === 'waiting' && link ? link : `/pay/${encodeURIComponent(request.params.token)}`,
        303,
      );
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
  const { body, refresh } = refused ? await refusal(ctx, payment, refused) : await stand(ctx, payment, charge);
  const amount = formatMoney(payment.amountMinor, payment.currency, formattingOf(ctx));
  const whole = html`<p>${payment.description}</p><p class="amount">${amount}</p>
    <p class="quiet">${t(ctx, 'pay.reference', { reference: payment.reference })}</p>${body}`;
  const brand = await pageBrand(ctx);
  return reply
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(page(ctx.locale, `${amount} · ${brand.name}`, whole, { brand, refreshSeconds: refresh }));
}

/** Why not; below it the form again, when the payer can correct it. */
async function refusal(ctx: Ctx, payment: Payment, { code, detail = {}, fields }: Refusal) {
  const text = html`<p role="alert">${t(ctx, `errors.${code}`, detail)}</p>`;
  const form = fields ? (await stand(ctx, payment)).body : html``;
  return { body: html`${text}${form}`, refresh: undefined };
}

/** The state of the payment, and what can be done. */
async function stand(ctx: Ctx, payment: Payment, charge?: AttemptRow): Promise<{ body: Html; refresh?: number }> {
  const status = (key: string, values = {}) => html`<p role="status">${t(ctx, `pay.${key}`, values)}</p>`;
  const provider = charge && ctx.services.providers.get(charge.provider);
  const name = provider ? t(ctx, provider.label) : '';
  if (payment.state === 'verified') {
    const receipt = payment.owed ? null : receiptOf(ctx, payment);
    const link = receipt ? html`<a class="button" href="${receipt}">${t(ctx, 'pay.receipt')}</a>` : html``;
    return { body: html`${status(payment.owed ? 'owed' : 'paid')}${link}` };
  }
  if (payment.state === 'refunded') return { body: status('refunded') };
  if (charge?.state === 'sending' || charge?.state === 'unknown')
    return { body: status('asking', { provider: name }), refresh: SOON };
  if (charge?.state === 'waiting' && charge.payer) {
    const digits = charge.payer.slice(-3);
    const phone = charge.link
      ? html`<a class="button" href="${charge.link}">${t(ctx, 'pay.go_on', { provider: name })}</a>`
      : html``;
    return { body: html`${status('on_phone', { provider: name, digits })}${phone}`, refresh: SOON };
  }
  if (charge?.state === 'waiting') {
    const on = charge.link
      ? html`<a class="button" href="${charge.link}">${t(ctx, 'pay.go_on', { provider: name })}</a>`
      : html``;
    return { body: html`${status('waiting', { provider: name })}${on}`, refresh: SOON };
  }
  if (payment.state === 'submitted') return { body: status('checking') };
  if (!mayPayment('charge', payment.state)) return { body: status('closed') };
  const providers = await providersFor(ctx, payment);
  const before =
    charge?.state === 'failed'
      ? status(`failed.${charge.reason ?? 'declined'}`)
      : charge?.state === 'differs'
        ? status('differs')
        : html``;
  if (providers.length === 0) return { body: html`${before}${status('no_provider')}` };
  const button = ({ name, label }: Provider) =>
    html`<button name="provider" value="${name}">${t(ctx, 'pay.with', { provider: t(ctx, label) })}</button>`;
  const phones = providers.filter(({ payer }) => payer);
  const pages = providers.filter(({ payer }) => !payer);
  // Both operators' buttons stand under one field, for there is one phone in the payer's hand.
  const byPhone = html`<form method="post"><label>${t(ctx, 'pay.phone')}
    <input name="payer" type="tel" autocomplete="tel" required maxlength="40"></label>${phones.map(button)}</form>`;
  const onPage = html`<form method="post">${pages.map(button)}</form>`;
  return { body: html`${before}${phones.length ? byPhone : html``}${pages.length ? onPage : html``}` };
}
