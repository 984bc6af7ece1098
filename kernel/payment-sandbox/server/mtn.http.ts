/** MTN MoMo's wire format: Collections and refunds by Disbursements. https://momodeveloper.mtn.com/api-documentation */

import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCurrency } from '../../lib/money.ts';
import { fromWire, toWire } from '../../lib/wire-amount.ts';
import { paidOf } from '../domain/sandbox-magic.ts';
import type { Transfer } from './book.ts';
import { cut, fateOf, reasonOf, type SandboxOptions, stateOf, type Told, take } from './operator.ts';
import { openTokens, sameSecret } from './tokens.ts';

/** An hour, as MTN's live. */
const TOKEN_SECONDS = 3600;
/** MTN takes version 4 only. */
const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** No quotes, no accents: MTN's gateway refuses them. */
const NOTE = /^[A-Za-z0-9 .,:#-]{0,160}$/;

type Body = {
  amount?: string;
  currency?: string;
  externalId?: string;
  payer?: { partyIdType?: string; partyId?: string };
  payerMessage?: string;
  payeeNote?: string;
  referenceIdToRefund?: string;
} | null;
type Asked = FastifyRequest<{ Params: { reference: string }; Body: Body }>;

const REASONS = {
  declined: 'APPROVAL_REJECTED',
  no_money: 'NOT_ENOUGH_FUNDS',
  unknown_payer: 'PAYER_NOT_FOUND',
  expired: 'EXPIRED',
};

const PRODUCTS = [
  { product: 'collection', path: '/requesttopay', kind: 'charge' },
  { product: 'disbursement', path: '/refund', kind: 'refund' },
] as const;

export function mtnWire(scope: FastifyInstance, options: SandboxOptions): void {
  const tokens = openTokens(options.now);
  for (const { product, path, kind } of PRODUCTS) {
    scope.post(`/${product}/token/`, async ({ headers }, reply) => {
      const basic = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
      const known = sameSecret(basic.slice(basic.indexOf(':') + 1), options.secret);
      if (!known || !headers['ocp-apim-subscription-key']) return reply.code(401).send({ error: 'login_failed' });
      const access_token = tokens.give(product, TOKEN_SECONDS);
      return { access_token, token_type: 'access_token', expires_in: TOKEN_SECONDS };
    });
    scope.post(`/${product}/v1_0${path}`, (request, reply) => post(request as Asked, reply, kind));
    scope.get(`/${product}/v1_0${path}/:reference`, async (request, reply) => {
      if (!allowed(request as Asked, product)) return reply.code(401).send(fault('INVALID_TOKEN'));
      const reference = (request as Asked).params.reference.toLowerCase();
      const transfer = options.book.find({ operator: 'mtn', kind, reference });
      return transfer ? viewOf(options, transfer) : reply.code(404).send(fault('RESOURCE_NOT_FOUND'));
    });
  }

  const allowed = ({ headers }: Asked, product: string) =>
    tokens.check(headers.authorization) === product &&
    headers['ocp-apim-subscription-key'] &&
    headers['x-target-environment'];

  async function post(request: Asked, reply: FastifyReply, kind: Transfer['kind']) {
    const product = kind === 'charge' ? 'collection' : 'disbursement';
    if (!allowed(request, product)) return reply.code(401).send(fault('INVALID_TOKEN'));
    const told = read(options, request, kind);
    if ('code' in told) return reply.code(told.status).send(fault(told.code));
    const fate = fateOf(told);
    if (fate === 'expired_token' && tokens.expires(`${kind} ${told.reference}`))
      return reply.code(401).send(fault('TOKEN_EXPIRED'));
    if (fate === 'lost') return cut(reply);
    const { known } = await take(options, told);
    if (known || fate === 'conflict') return reply.code(409).send(fault('RESOURCE_ALREADY_EXIST'));
    if (fate === 'broken' || fate === 'ambiguous') return reply.code(500).send(fault('INTERNAL_PROCESSING_ERROR'));
    if (fate === 'silent') {
      await wait(options.silenceMs, undefined, { ref: false });
      return cut(reply);
    }
    return reply.code(202).send();
  }
}

const fault = (code: string) => ({ code, message: `${code.toLowerCase().replaceAll('_', ' ')} (sandbox)` });
const bad = (code: string) => ({ status: 400, code });

function read(
  { book }: SandboxOptions,
  { headers, body }: Asked,
  kind: Transfer['kind'],
): Told | { status: number; code: string } {
  const reference = String(headers['x-reference-id'] ?? '').toLowerCase();
  const { amount, currency = '', externalId, payer, payerMessage = '', payeeNote = '' } = body ?? {};
  if (!UUID_4.test(reference)) return bad('INVALID_REFERENCE_ID');
  if (!isCurrency(currency)) return bad('INVALID_CURRENCY');
  const amountMinor = typeof amount === 'string' ? fromWire(amount, currency) : null;
  if (amountMinor === null || !NOTE.test(payerMessage) || !NOTE.test(payeeNote)) return bad('REQUEST_REJECTED');
  const callbackUrl = String(headers['x-callback-url'] ?? '');
  if (callbackUrl && !/^https?:\/\//.test(callbackUrl)) return bad('INVALID_CALLBACK_URL_HOST');
  const common = { operator: 'mtn' as const, kind, reference, externalId: String(externalId ?? ''), callbackUrl };
  const money = { amountMinor, currency, message: payerMessage };
  if (kind === 'charge') {
    const phone = String(payer?.partyId ?? '');
    if (payer?.partyIdType !== 'MSISDN' || !/^[1-9]\d{6,14}$/.test(phone)) return bad('PAYER_NOT_FOUND');
    return { ...common, ...money, payer: `+${phone}`, charge: null };
  }
  const charge = book.find({ operator: 'mtn', kind: 'charge', reference: String(body?.referenceIdToRefund) });
  if (charge?.state !== 'paid') return { status: 404, code: 'RESOURCE_NOT_FOUND' };
  if (currency !== charge.currency) return bad('INVALID_CURRENCY');
  const before = book.all().filter((one) => one.charge === charge.reference && one.state !== 'failed');
  const given = before.reduce((sum, one) => sum + (one.reference === reference ? 0 : one.amountMinor), 0);
  if (given + amountMinor > paidOf(charge.amountMinor, currency, fateOf(charge)).amountMinor) return bad('NOT_ALLOWED');
  return { ...common, ...money, payer: charge.payer, charge: charge.reference };
}

function viewOf(options: SandboxOptions, transfer: Transfer) {
  const { externalId, currency, payer, moneyId, message } = transfer;
  const fate = fateOf(transfer);
  const state = stateOf(options, transfer);
  const money =
    transfer.kind === 'charge' && state === 'paid' ? paidOf(transfer.amountMinor, currency, fate) : transfer;
  const party = { partyIdType: 'MSISDN', partyId: (fate === 'other_payer' ? '+250788999999' : payer).slice(1) };
  return {
    ...(state === 'paid' && { financialTransactionId: moneyId }),
    externalId,
    amount: toWire(money.amountMinor, money.currency),
    currency: money.currency,
    ...(transfer.kind === 'charge' ? { payer: party } : { payee: party }),
    payerMessage: message,
    status: { open: 'PENDING', paid: 'SUCCESSFUL', failed: 'FAILED' }[state],
    ...(state === 'failed' && { reason: REASONS[reasonOf(transfer)] }),
  };
}
