import type { FastifyInstance, FastifyReply } from 'fastify';
import { acceptForms, html, PAGE_POLICY, page } from '../../../kernel/http/index.ts';
import { t } from '../../../kernel/i18n/index.ts';
import { showNumber } from '../number.rule.ts';
import type { Village } from './simulate.ts';
import type { KeypadMeter } from './simulated-meter.ts';

type Asked = { Params: { number: string }; Body: { token?: string } | undefined };

/** The keypads of simulated meters, as pages: what is left, and where somebody types a token. */
export function keypadPages(scope: FastifyInstance, { village, locale }: { village: Village; locale: string }): void {
  const say = (key: string, values?: Record<string, string | number>) =>
    t(locale, `simulator.electricity.${key}`, values);
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  acceptForms(scope);
  scope.get('/', (_request, reply) => {
    const links = village.keypads.map(
      ({ number }) => html`<a class="button" href="/keypads/${number}">${showNumber(number)}</a>`,
    );
    return send(reply, say('keypads'), html`<h1>${say('keypads')}</h1><p class="quiet">${say('note')}</p>${links}`);
  });
  scope.get<Asked>('/keypads/:number', ({ params }, reply) => show(reply, find(params.number)));
  scope.post<Asked>('/keypads/:number', ({ params, body }, reply) => {
    const meter = find(params.number);
    const typed = meter?.type(String(body?.token ?? '').slice(0, 40));
    if (!meter || !typed) return show(reply, meter);
    const said = typed.ok ? say(typed.kind, { value: units.format(meter.leftWh / 1000) }) : say(typed.reason);
    return show(reply, meter, said);
  });

  const find = (number: string) => village.keypads.find((one) => one.number === number);

  function show(reply: FastifyReply, meter: KeypadMeter | undefined, said = ''): FastifyReply {
    if (!meter) return send(reply.code(404), say('keypads'), html`<h1>${say('unknown')}</h1>`);
    const left = meter.disabled ? say('unlimited') : `${units.format(meter.leftWh / 1000)} kWh`;
    const told = said ? html`<p role="status">${said}</p>` : html``;
    return send(
      reply,
      showNumber(meter.number),
      html`<h1>${showNumber(meter.number)}</h1><p class="amount">${left}</p>${told}
    <form method="post"><label>${say('token')}<input name="token" inputmode="numeric" autocomplete="off" maxlength="40" autofocus></label>
    <button>${say('enter')}</button></form>`,
    );
  }

  function send(reply: FastifyReply, title: string, body: Parameters<typeof page>[2]): FastifyReply {
    return reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(page(locale.slice(0, 2), title, body));
  }
}
