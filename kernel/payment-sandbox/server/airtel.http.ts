/** Airtel Africa's wire format: Collections and refunds. https://developers.airtel.africa/documentation */

import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readPhone } from '../../lib/contact.ts';
import { isAirtelCountry } from '../../lib/mobile-money.ts';
import { fromWire, toWire } from '../../lib/wire-amount.ts';
import { paidOf } from '../domain/sandbox-magic.ts';
import type { Transfer } from './book.ts';
import { cut, fateOf, reasonOf, type SandboxOptions, stateOf, type Told, take } from './operator.ts';
import { openTokens, sameSecret } from './tokens.ts';

/** Three minutes, as Airtel's live. */
const TOKEN_SECONDS = 180;

type Body = {
  client_id?: string;
  client_secret?: string;
  grant_type?: string;
  reference?: string;
  subscriber?: { country?: string; currency?: string; msisdn?: string | number };
  transaction?: { amount?: number; country?: string; currency?: string; id?: string; airtel_money_id?: string };
} | null;
type Asked = FastifyRequest<{ Params: { id: string }; Body: Body }>;

const CODES = {
  declined: 'DP00800001008',
  no_money: 'DP00800001007',
  unknown_payer: 'DP00800001010',
  expired: 'DP00800001029',
};
const AMBIGUOUS = 'DP00800001000';
const SUCCESS = 'DP00800001001';
const IN_PROCESS = 'DP00800001006';
const NOT_FOUND = 'DP00800001025';
const BAD_REQUEST = 'ESB000008';
const BAD_PHONE = 'ESB000033';
const DUPLICATE = 'ESB000041';

export function airtelWire(scope: FastifyInstance, options: SandboxOptions): void {
  const tokens = openTokens(options.now);
  const { book } = options;

  scope.post('/auth/oauth2/token', async (request, reply) => {
    const { client_id, client_secret, grant_type } = (request as Asked).body ?? {};
    if (!client_id || grant_type !== 'client_credentials' || !sameSecret(client_secret, options.secret))
      return reply.code(401).send({ error_description: 'Invalid client authentication', error: 'invalid_client' });
    return {
      token_type: 'bearer',
      expires_in: String(TOKEN_SECONDS),
      access_token: tokens.give(client_id, TOKEN_SECONDS),
    };
  });

  scope.post('/merchant/v2/payments/', async (request, reply) => {
    const asked = request as Asked;
    const client = tokens.check(asked.headers.authorization);
    if (!client) return unauthorized(reply);
    const told = read(asked, options.airtelCallback(client));
    if (typeof told === 'string') return refused(told);
    const fate = fateOf(told);
    if (fate === 'expired_token' && tokens.expires(told.reference)) return unauthorized(reply);
    if (fate === 'lost') return cut(reply);
    const { known } = await take(options, told);
    if (known || fate === 'conflict') return refused(DUPLICATE);
    if (fate === 'broken') return reply.code(500).send({});
    if (fate === 'silent') {
      await wait(options.silenceMs, undefined, { ref: false });
      return cut(reply);
    }
    const ambiguous = fate === 'ambiguous';
    // `success` is true although nothing has succeeded yet: as Airtel's is.
    return envelope(ambiguous ? AMBIGUOUS : IN_PROCESS, !ambiguous, {
      id: told.externalId,
      status: ambiguous ? 'AMBIGUOUS' : 'SUCCESS',
    });
  });

  scope.get('/standard/v1/payments/:id', async (request, reply) => {
    const asked = request as Asked;
    if (!tokens.check(asked.headers.authorization)) return unauthorized(reply);
    const transfer = book.find({ operator: 'airtel', kind: 'charge', reference: asked.params.id });
    return transfer ? viewOf(options, transfer) : envelope(NOT_FOUND, false, { id: asked.params.id });
  });

  scope.post('/standard/v2/payments/refund', async (request, reply) => {
    const asked = request as Asked;
    if (!tokens.check(asked.headers.authorization)) return unauthorized(reply);
    const moneyId = String(asked.body?.transaction?.airtel_money_id ?? '');
    const charge = book.all().find((one) => one.operator === 'airtel' && one.moneyId === moneyId);
    const before = book.find({ operator: 'airtel', kind: 'refund', reference: moneyId });
    if (charge?.state !== 'paid' || before) return envelope(BAD_REQUEST, false, { status: 'FAILED' });
    const { amountMinor, currency, payer, reference } = charge;
    const told: Told = {
      operator: 'airtel',
      kind: 'refund',
      reference: moneyId,
      externalId: '',
      amountMinor,
      currency,
      payer,
      message: '',
      charge: reference,
      callbackUrl: '',
    };
    const fate = fateOf(told);
    if (fate === 'lost') return cut(reply);
    const { transfer } = await take(options, told);
    if (fate === 'broken') return reply.code(500).send({});
    if (fate === 'silent') return cut(reply);
    const failed = book.find(transfer)?.state === 'failed';
    // `success` is false although the money went back: as in Airtel's own example.
    return failed
      ? envelope(BAD_REQUEST, false, { status: 'FAILED' })
      : envelope(undefined, false, { airtel_money_id: transfer.moneyId, status: 'SUCCESS' });
  });

  const unauthorized = (reply: FastifyReply) =>
    reply.code(401).send({ error_description: 'The access token is invalid or has expired', error: 'invalid_token' });
}

function envelope(response_code: string | undefined, success: boolean, transaction: object) {
  const message = success ? 'Success.' : 'Not done.';
  const result_code = 'ESB000010';
  const code = response_code ? { response_code } : {};
  return { data: { transaction }, status: { ...code, code: '200', success, result_code, message } };
}

const refused = (result_code: string) => ({
  data: {},
  status: { code: '400', success: false, result_code, message: 'refused (sandbox)' },
});

function read({ headers, body }: Asked, callbackUrl: string): Told | string {
  const { reference = '', subscriber, transaction } = body ?? {};
  const country = String(headers['x-country']);
  const { id = '', amount, currency = '' } = transaction ?? {};
  const sameCountry = subscriber?.country === country && transaction?.country === country && isAirtelCountry(country);
  const sameCurrency = currency === headers['x-currency'] && subscriber?.currency === currency;
  if (!sameCountry || !sameCurrency || !/^[A-Z]{3}$/.test(currency)) return BAD_REQUEST;
  if (!/^[A-Za-z0-9]{4,64}$/.test(id) || !/^[A-Za-z0-9 ]{4,64}$/.test(reference)) return BAD_REQUEST;
  const amountMinor = typeof amount === 'number' ? fromWire(amount, currency) : null;
  if (amountMinor === null) return BAD_REQUEST;
  const digits = String(subscriber?.msisdn ?? '');
  const phone = readPhone(digits, country);
  // Without the country's code, which would be another number.
  if (!/^\d{7,12}$/.test(digits) || !phone.ok || phone.data.slice(1) === digits) return BAD_PHONE;
  const common = { operator: 'airtel', kind: 'charge', reference: id, externalId: id, charge: null } as const;
  return { ...common, amountMinor, currency, payer: phone.data, message: reference, callbackUrl };
}

function viewOf(options: SandboxOptions, transfer: Transfer) {
  const { externalId: id, currency, moneyId, settlesAt } = transfer;
  const fate = fateOf(transfer);
  const state = stateOf(options, transfer);
  if (state === 'open') {
    const unsure = fate === 'ambiguous' && settlesAt > 0;
    const status = unsure ? 'TA' : 'TIP';
    return envelope(unsure ? AMBIGUOUS : IN_PROCESS, true, { id, status, message: 'in process' });
  }
  if (state === 'failed') {
    const reason = reasonOf(transfer);
    const status = reason === 'expired' ? 'TE' : 'TF';
    return envelope(CODES[reason], false, { id, status, message: reason });
  }
  const paid = paidOf(transfer.amountMinor, currency, fate);
  // Airtel doesn't say how much came; where it was not what was asked for, the sandbox does, so that it can be seen.
  const differs = paid.amountMinor !== transfer.amountMinor || paid.currency !== currency;
  return envelope(SUCCESS, true, {
    airtel_money_id: moneyId,
    id,
    message: 'success',
    status: 'TS',
    ...(differs && { amount: Number(toWire(paid.amountMinor, paid.currency)), currency: paid.currency }),
    ...(fate === 'other_payer' && { msisdn: '733999999' }),
  });
}
