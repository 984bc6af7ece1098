/** @jsxImportSource preact */

import type { Static } from 'typebox';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Camelized, Translate } from '../../../../kernel/ui/light/index.ts';
import type { Portal as PortalSchema } from '../contract.ts';
import './portal.css';

export type View = Camelized<Static<typeof PortalSchema>>;

/** An open bill says nothing: where the desk takes no money, all are. */
const TOLD = new Set<string>(['paid', 'part_paid', 'refunded']);

/** A customer's QR code, total and bills. */
export function Card({ view, t, locale }: { view: View; t: Translate; locale: string }) {
  const money = (amount: string) => moneyFormat(locale, view.currency).format(amount as Intl.StringNumericLiteral);
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
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
          <div class="total figures" translate={false}>
            {money(view.total)}
          </div>
          <div class="faint">{t('portal.exhibition.bill_count', { count: view.billCount })}</div>
          {Number(view.due) !== Number(view.total) && (
            <div class="faint">{t('portal.exhibition.due', { amount: money(view.due) })}</div>
          )}
        </div>
      </section>
      {view.answers.length > 0 && (
        <section class="card">
          <h2>{t('portal.exhibition.answers')}</h2>
          {view.answers.map(({ field, kind, label, value }) => (
            <p key={field}>
              <span class="faint">{label}</span>
              <br />
              {kind === 'yes_no' ? t(`portal.exhibition.${value}`) : value}
            </p>
          ))}
        </section>
      )}
      {view.visits.length > 0 && (
        <section class="card">
          <h2>{t('portal.exhibition.visits')}</h2>
          <ul class="bills">
            {view.visits.map(({ at }) => (
              <li key={at}>{when.format(new Date(at))}</li>
            ))}
          </ul>
        </section>
      )}
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
                  {TOLD.has(bill.state) && ` · ${t(`portal.exhibition.${bill.state}`, { amount: money(bill.due) })}`}
                </span>
              </span>
              <b class="figures" translate={false}>
                {money(bill.amount)}
              </b>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
