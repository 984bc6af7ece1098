/** @jsxImportSource preact */

import type { Static } from 'typebox';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Camelized, Translate } from '../../../../kernel/ui/light/index.ts';
import type { QuoteView } from '../../tariffs/contract.ts';

type Props = { quote: Camelized<Static<typeof QuoteView>>; t: Translate; locale: string };

/** What an amount buys, and on demand why: block by block, tax and fee, and which prices. */
export function Working({ quote, t, locale }: Props) {
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const money = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const amount = (value: string) => money.format(value as `${number}`);
  const { underWay } = quote;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(
    new Date(`${quote.tariff.startsOn}T12:00`),
  );
  return (
    <div>
      <p class="bought figures" translate={false} aria-live="polite">
        <b>{t('portal.electricity.kwh', { kwh: units.format(quote.wh / 1000) })}</b>
      </p>
      <details>
        <summary>{t('portal.electricity.working')}</summary>
        <ul class="working figures" translate={false}>
          {quote.blocks.map((block) => (
            <li key={block.fromWh}>
              <span>
                {t('portal.electricity.kwh', { kwh: units.format(block.wh / 1000) })} × {amount(block.price)}
              </span>
              <b>{amount(block.amount)}</b>
            </li>
          ))}
          {(['vat', 'levy', 'fee'] as const)
            .filter((name) => Number(quote[name]) > 0)
            .map((name) => (
              <li key={name}>
                <span>{t(`portal.electricity.${name}`)}</span>
                <b>{amount(quote[name])}</b>
              </li>
            ))}
        </ul>
        <p class="faint">{t('portal.electricity.tariff', { name: quote.tariff.name, from: day })}</p>
      </details>
      <p class="faint">{t('portal.electricity.when_paid')}</p>
      {underWay && (
        <p>
          {t('portal.electricity.under_way', {
            amount: moneyFormat(locale, quote.currency, { maximumFractionDigits: 2, minimumFractionDigits: 0 }).format(
              underWay.amount as `${number}`,
            ),
            kwh: units.format(underWay.wh / 1000),
          })}
        </p>
      )}
    </div>
  );
}
