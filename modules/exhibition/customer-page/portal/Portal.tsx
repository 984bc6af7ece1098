/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import {
  ApiError,
  api,
  Brand,
  type Camelized,
  type LanguageChoice,
  Languages,
  type Translate,
} from '../../../../kernel/ui/light/index.ts';
import type { Portal as PortalSchema } from '../../contract.ts';
import './portal.css';

type View = Camelized<Static<typeof PortalSchema>>;
type Props = { token: string; t: Translate; language: LanguageChoice };

/** The customer's own page behind the link and the QR code: only their bills, their total and their code. */
export function Portal({ token, t, language }: Props) {
  const [view, setView] = useState<View | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    api
      .get<View>(`/exhibition/portal/${encodeURIComponent(token)}`)
      .then(setView)
      .catch((refusal: unknown) =>
        setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'unknown', String(refusal))),
      );
  }, [token]);
  return (
    <main class="page">
      <Brand name={view?.organization} />
      {error && (
        <section class="card">
          <h1>{t('portal.exhibition.unavailable')}</h1>
          <p class="faint">{error.message}</p>
        </section>
      )}
      {!view && !error && <p class="faint">{t('portal.loading')}</p>}
      {view && <Shown view={view} t={t} code={language.current} />}
      <Languages {...language} />
    </main>
  );
}

function Shown({ view, t, code }: { view: View; t: Translate; code: string }) {
  // The phone's locale has the country, which decides the format of dates.
  const locale = navigator.languages.find((tag) => tag.startsWith(code)) ?? code;
  const money = (amount: string) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: view.currency }).format(
      amount as Intl.StringNumericLiteral,
    );
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  useEffect(() => {
    document.title = `${view.customer.name} · ${view.exhibition.name}`;
  }, [view]);
  return (
    <>
      <section class="card ticket">
        <p class="faint">{[view.exhibition.name, view.exhibition.place].filter(Boolean).join(' · ')}</p>
        <h1>{view.customer.name}</h1>
        {/* An image, not markup: whatever the server draws can't run here. */}
        <img class="qr" alt={t('portal.exhibition.qr')} src={`data:image/svg+xml,${encodeURIComponent(view.qrSvg)}`} />
        <div class="code">
          {view.customer.code.slice(0, 4)} {view.customer.code.slice(4)}
        </div>
        <p class="faint">{t('portal.exhibition.show_this')}</p>
        <div class="stub">
          <div class="faint">{t('portal.exhibition.total')}</div>
          <div class="total figures">{money(view.total)}</div>
          <div class="faint">{t('portal.exhibition.bill_count', { count: view.billCount })}</div>
        </div>
      </section>
      <section class="card">
        <h2>{t('portal.exhibition.bills')}</h2>
        {view.bills.length === 0 && <p class="faint">{t('portal.exhibition.none')}</p>}
        <ul class="bills">
          {view.bills.map((bill) => (
            <li key={bill.createdAt} class={bill.voided ? 'void' : undefined}>
              <span>
                <span>{bill.description || t('portal.exhibition.bill')}</span>
                <br />
                <span class="faint">
                  {when.format(new Date(bill.createdAt))}
                  {bill.voided && ` · ${t('portal.exhibition.voided')}`}
                </span>
              </span>
              <b class="figures">{money(bill.amount)}</b>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
