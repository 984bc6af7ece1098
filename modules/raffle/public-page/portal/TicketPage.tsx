/** @jsxImportSource preact */
import type { ComponentChild } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  ApiError,
  api,
  Brand,
  type Camelized,
  HelpLink,
  type LanguageChoice,
  Languages,
  type Translate,
} from '../../../../kernel/ui/light/index.ts';
import type * as publicPage from '../contract.ts';
import { formatsOf } from './format.ts';

type Check = Camelized<publicPage.TicketCheck>;
type Props = { code: string; token: string; t: Translate; language: LanguageChoice };

/** The page of a ticket's QR code: whether it is valid, its holder, its numbers, and whether one of them won. */
export function TicketPage({ code, token, t, language }: Props) {
  const [check, setCheck] = useState<Check | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    api
      .get<Check>(`/raffle/tickets/${encodeURIComponent(token)}`)
      .then(setCheck)
      .catch((reason: unknown) =>
        setError(reason instanceof ApiError ? reason : new ApiError(0, 'unknown', String(reason))),
      );
  }, [token]);
  const unknown = error && t(error.status === 0 ? 'raffle_page.unavailable' : 'raffle_page.ticket.bad');
  const raffleLink = <a href={`/r/${encodeURIComponent(code)}`}>{t('raffle_page.ticket.raffle')}</a>;
  return (
    <main class="page">
      <Brand brand={check?.brand} title={check ? `${check.orderCode} · ${check.title}` : unknown} />
      {error && (
        <section class="card verdict bad">
          <h1>{unknown}</h1>
          <p>{error.message}</p>
          <p>{raffleLink}</p>
        </section>
      )}
      {!check && !error && <p class="faint">{t('raffle_page.loading')}</p>}
      {check && <Verdict check={check} t={t} language={language.current} raffleLink={raffleLink} />}
      <Languages {...language} />
      <HelpLink at="customer#a-raffle" t={t} language={language.current} />
    </main>
  );
}

function Verdict({
  check,
  t,
  language,
  raffleLink,
}: {
  check: Check;
  t: Translate;
  language: string;
  raffleLink: ComponentChild;
}) {
  const format = formatsOf(language);
  const won = new Set(check.won);
  return (
    <section class={`card verdict ${check.good ? 'good' : 'bad'}`}>
      <p class="mark" aria-hidden="true">
        {check.good ? '✓' : '✕'}
      </p>
      <h1>{t(check.good ? 'raffle_page.ticket.good' : `raffle_page.ticket.state.${check.state}`)}</h1>
      <p>{check.title}</p>
      {won.size > 0 && (
        <p class="won">{t('raffle_page.ticket.won', { count: won.size, numbers: check.won.join(', ') })}</p>
      )}
      <ul class="labels">
        {check.labels.map((label) => (
          <li key={label} class={won.has(label) ? 'won figures' : 'figures'} translate={false}>
            {label}
          </li>
        ))}
      </ul>
      <dl class="facts">
        <div>
          <dt>{t('raffle_page.ticket.holder')}</dt>
          <dd translate={false}>{check.holder}</dd>
        </div>
        <div>
          <dt>{t('raffle_page.ticket.order')}</dt>
          <dd class="code" translate={false}>
            {check.orderCode}
          </dd>
        </div>
        {check.drawOn && (
          <div>
            <dt>{t('raffle_page.draw_on')}</dt>
            <dd>{format.day(check.drawOn)}</dd>
          </div>
        )}
      </dl>
      <p>{raffleLink}</p>
    </section>
  );
}
