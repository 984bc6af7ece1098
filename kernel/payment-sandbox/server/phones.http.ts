/** The payers' phones, as pages: what their operator asks of them, and the PIN. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { html, PAGE_POLICY, page } from '../../http/index.ts';
import type { Operator, Transfer } from './book.ts';
import { decide, type SandboxOptions, stateOf } from './operator.ts';

type Asked = FastifyRequest<{
  Params: { phone: string };
  Body: { transfer?: string; pin?: string; decision?: string } | undefined;
}>;

const NAMES: Partial<Record<Operator, string>> = { mtn: 'MTN MoMo', airtel: 'Airtel Money' };
/** A phone lets everybody in who has it in the hand; this PIN is the wrong one. */
const WRONG_PIN = '0000';
const REFRESH_SECONDS = 3;

export function phonePages(scope: FastifyInstance, options: SandboxOptions): void {
  scope.get('/phones/:phone', (request, reply) => show(request as Asked, reply));
  scope.post('/phones/:phone', async (request, reply) => {
    const asked = request as Asked;
    const { transfer: reference, pin = '', decision } = asked.body ?? {};
    const waiting = waitingFor(asked.params.phone).find((one) => one.reference === reference);
    if (waiting && decision === 'pay' && (pin === WRONG_PIN || !/^\d{4,5}$/.test(pin))) return show(asked, reply, true);
    if (waiting) await decide(options, waiting, decision === 'pay' ? 'pay' : 'decline');
    // The page's own address, in which anybody may have written anything: `//evil.example` leads elsewhere.
    return reply.redirect(`./${encodeURIComponent(asked.params.phone)}`, 303);
  });

  const waitingFor = (phone: string): Transfer[] =>
    options.book
      .all()
      .filter((one) => one.payer === `+${phone}` && one.state === 'open' && stateOf(options, one) === 'open');

  function show({ params, headers }: Asked, reply: FastifyReply, wrongPin = false): FastifyReply {
    const language = headers['accept-language'];
    const text = (key: string, values?: Record<string, string | number>) => options.text(language, key, values);
    const waiting = waitingFor(params.phone);
    const asks = waiting.map(
      (one) => html`<form method="post"><h2>${NAMES[one.operator] ?? ''}</h2><p class="quiet">${one.message}</p>
    <p class="amount">${text('sandbox.ask', { amount: options.money(language, one.amountMinor, one.currency) })}</p>
    <input type="hidden" name="transfer" value="${one.reference}">
    <label>${text('sandbox.pin')}<input name="pin" inputmode="numeric" autocomplete="off" maxlength="5"></label>
    <button name="decision" value="pay">${text('sandbox.enter')}</button>
    <button class="plain" name="decision" value="decline">${text('sandbox.decline')}</button></form>`,
    );
    const title = text('sandbox.phone', { number: `+${params.phone}` });
    const wrong = wrongPin ? html`<p role="alert">${text('sandbox.wrong_pin')}</p>` : html``;
    const none = waiting.length === 0 ? html`<p role="status">${text('sandbox.nothing')}</p>` : html``;
    const body = html`<h1>${title}</h1><p class="quiet">${text('sandbox.phone_note')}</p>${wrong}${none}${asks}`;
    // Not while somebody types the PIN.
    const refresh = waiting.length === 0 ? REFRESH_SECONDS : undefined;
    return reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(page(text('sandbox.language'), title, body, { refreshSeconds: refresh }));
  }
}
