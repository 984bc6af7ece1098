/** A card processor's API, and the page on which its payer decides. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptForms, html, PAGE_POLICY, page } from '../../http/index.ts';
import { isCurrency } from '../../lib/money.ts';
import { paidOf, sandboxFee } from '../domain/sandbox-magic.ts';
import type { Transfer } from './book.ts';
import { cut, decide, fateOf, reasonOf, type SandboxOptions, stateOf, type Told, take } from './operator.ts';
import { sameSecret } from './tokens.ts';

type Asked = FastifyRequest<{
  Params: { organization: string; reference: string };
  Body: Record<string, string | number | undefined> | undefined;
}>;
type Work = (asked: Asked, reply: FastifyReply) => Promise<unknown>;

/** @param pages where this is, without the organization: the links to the payers' pages begin so */
export function cardSandbox(scope: FastifyInstance, options: SandboxOptions, pages: string): void {
  const { book } = options;
  acceptForms(scope);
  const serve = (method: 'GET' | 'POST', url: string, work: Work) =>
    scope.route({ method, url, schema: { hide: true }, handler: (asked, reply) => work(asked as Asked, reply) });
  // A request contains addresses that the sandbox calls and redirects to.
  const keyed =
    (work: Work): Work =>
    async (asked, reply) => {
      const key = asked.headers.authorization?.replace(/^Bearer /, '');
      return sameSecret(key, options.secret) ? work(asked, reply) : reply.code(401).send({});
    };
  const find = (reference: string, kind: Transfer['kind'] = 'charge') =>
    book.find({ operator: 'card', kind, reference });
  const view = ({ params }: Asked, transfer: Transfer) =>
    viewOf(options, `${pages}/${encodeURIComponent(params.organization)}/pay`, transfer);

  serve(
    'POST',
    '/charges',
    keyed(async (asked, reply) => {
      const { reference, amount_minor: amount, currency, callback_url, return_url } = asked.body ?? {};
      if (!reference || !Number.isSafeInteger(amount) || !isCurrency(String(currency))) return reply.code(422).send({});
      const money = { amountMinor: Number(amount), currency: String(currency) };
      const addresses = { callbackUrl: String(callback_url ?? ''), returnUrl: String(return_url ?? '') };
      return answer(asked, reply, told('charge', String(reference), { ...money, ...addresses, charge: null }));
    }),
  );
  serve(
    'POST',
    '/charges/:reference/refunds',
    keyed(async (asked, reply) => {
      const charge = find(asked.params.reference);
      const { reference, amount_minor: amount, callback_url } = asked.body ?? {};
      if (!charge || stateOf(options, charge) !== 'paid') return reply.code(409).send({});
      const { currency } = paidOf(charge.amountMinor, charge.currency);
      const money = { amountMinor: Number(amount), currency, charge: charge.reference };
      return answer(
        asked,
        reply,
        told('refund', String(reference), { ...money, callbackUrl: String(callback_url ?? '') }),
      );
    }),
  );
  for (const [url, kind] of [
    ['/charges/:reference', 'charge'],
    ['/refunds/:reference', 'refund'],
  ] as const)
    serve(
      'GET',
      url,
      keyed(async (asked, reply) => {
        const transfer = find(asked.params.reference, kind);
        return transfer ? view(asked, transfer) : reply.code(404).send({});
      }),
    );
  serve('GET', '/pay/:reference', async ({ params, headers }, reply) => {
    const transfer = find(params.reference);
    return transfer ? showPage(options, headers['accept-language'], reply, transfer) : reply.callNotFound();
  });
  serve('POST', '/pay/:reference', async ({ params, body }, reply) => {
    const transfer = find(params.reference);
    if (!transfer) return reply.callNotFound();
    await decide(options, transfer, body?.decision === 'pay' ? 'pay' : 'decline');
    return reply.redirect(transfer.returnUrl || '/', 303);
  });

  /** Answers with the stored transfer, unless its amount says otherwise. */
  async function answer(asked: Asked, reply: FastifyReply, what: Told) {
    const { transfer, fate } = await take(options, what);
    if (fate === 'broken') return reply.code(500).send({});
    if (fate === 'silent') {
      await wait(options.silenceMs, undefined, { ref: false });
      return cut(reply);
    }
    return view(asked, find(transfer.reference, transfer.kind) ?? transfer);
  }
}

const told = (
  kind: Transfer['kind'],
  reference: string,
  rest: Pick<Told, 'amountMinor' | 'currency' | 'callbackUrl' | 'returnUrl' | 'charge'>,
): Told => ({ operator: 'card', kind, reference, externalId: reference, payer: '', message: '', ...rest });

/** What the API says of a transfer; `payPages` is where its payer decides. */
function viewOf(options: SandboxOptions, payPages: string, transfer: Transfer) {
  const { reference, moneyId, kind, amountMinor, currency } = transfer;
  const charge = kind === 'charge';
  const paid = charge ? paidOf(amountMinor, currency) : { amountMinor, currency };
  const state = stateOf(options, transfer);
  return {
    id: moneyId,
    state: state !== 'failed' ? state : reasonOf(transfer) === 'expired' ? 'expired' : 'declined',
    ...(charge && { link: `${payPages}/${reference}` }),
    amount_minor: paid.amountMinor,
    currency: paid.currency,
    payer: fateOf(transfer) === 'other_payer' ? 'somebody else' : null,
    fee_minor: charge ? sandboxFee(paid.amountMinor) : 0,
  };
}

/** The page on which a payer decides, or sees that it is decided. */
function showPage(
  options: SandboxOptions,
  language: string | undefined,
  reply: FastifyReply,
  transfer: Transfer,
): FastifyReply {
  const text = (key: string, values?: Record<string, string | number>) => options.text(language, key, values);
  const amount = options.money(language, transfer.amountMinor, transfer.currency);
  const choice = html`<form method="post"><button name="decision" value="pay">${text('sandbox.pay', { amount })}</button>
  <button class="plain" name="decision" value="decline">${text('sandbox.decline')}</button></form>`;
  const done = html`<a class="button" href="${transfer.returnUrl || '/'}">${text('sandbox.back')}</a>`;
  const title = text('sandbox.title');
  const undecided = transfer.state === 'open' && stateOf(options, transfer) === 'open';
  const body = html`<h1>${title}</h1><p class="quiet">${text('sandbox.note')}</p><p class="amount">${amount}</p>
  ${undecided ? choice : done}`;
  return reply
    .header('content-security-policy', PAGE_POLICY)
    .type('text/html; charset=utf-8')
    .send(page(text('sandbox.language'), title, body));
}
