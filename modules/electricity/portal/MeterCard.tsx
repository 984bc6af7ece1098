/** @jsxImportSource preact */

import { useEffect, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import { moneyFormat } from '../../../kernel/lib/money-format.ts';
import type { Camelized } from '../../../kernel/ui/light/index.ts';
import { mayMember } from '../customers/contract.ts';
import { Lazy } from '../customers/portal/Lazy.tsx';
import type { MeterProps } from '../customers/portal/part.ts';
import { nameOf } from '../customers/portal/part.ts';
import { mayMeter, showNumber } from '../meters/contract.ts';
import type { BalanceView } from '../readings/contract.ts';
import { lasts } from '../readings/portal/lasts.ts';
import { UsageChart } from '../readings/portal/UsageChart.tsx';
import { Gauge } from './Gauge.tsx';
import { meterNotes, meterParts } from './parts.ts';

type Balance = Camelized<Static<typeof BalanceView>>;

/** One meter: what is left and until when, buying, the last days, and what else there is. */
export function MeterCard(props: MeterProps) {
  const { holder, meter, recall, t, locale, go } = props;
  const [balance, setBalance] = useState<Balance | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a purchase the meter has another balance
  useEffect(() => {
    recall<Balance>(`/electricity/my/meters/${meter.id}/balance`).then(
      ({ data }) => setBalance(data),
      () => undefined,
    );
  }, [recall, meter.id, meter.balanceWh]);
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const wh = balance?.balanceWh ?? meter.balanceWh;
  const usualWh = balance?.usualWh ?? null;
  const kwh = units.format(wh / 1000);
  const percent = usualWh ? Math.round(Math.min(1, Math.max(0, wh / usualWh)) * 100) : 0;
  const parts = meterParts.filter(({ path, right }) => path !== 'buy' && mayMember(right, holder.role));
  const mayBuy = mayMeter('buy', meter.state) && mayMember('buy', holder.role);
  return (
    <section class="card meter">
      <p class="faint">{[holder.name, meter.building?.name, meter.department?.name].filter(Boolean).join(' · ')}</p>
      <h1>{nameOf(meter)}</h1>
      <p class="faint figures" translate={false}>
        {showNumber(meter.number)}
      </p>
      <Gauge
        wh={wh}
        usualWh={usualWh}
        figure={kwh}
        unit={t('portal.electricity.unit')}
        words={t(usualWh ? 'portal.electricity.gauge' : 'portal.electricity.gauge_alone', { kwh, percent })}
      />
      {balance && (
        <p class="lasts">
          <b>{lasts(balance, t)}</b>
          {balance.emptyAt && wh > 0 && Number(balance.emptyErrorHours) > 0 && (
            <span class="faint">
              {t('portal.electricity.forecast_error', { count: Number(balance.emptyErrorHours) })}
            </span>
          )}
          {balance.worth && wh > 0 && (
            <span class="faint">
              {t('portal.electricity.worth', { amount: moneyOf(balance.worth, balance.currency, locale) })}
            </span>
          )}
        </p>
      )}
      {meterNotes.map((note) => (
        <Lazy key={note.name} load={note.load} props={props} quiet />
      ))}
      {meter.state !== 'active' && <p class="alert">{t(`portal.electricity.${meter.state}`)}</p>}
      {mayBuy && (
        <p>
          <button type="button" class="main" onClick={() => go('buy')}>
            {t('portal.electricity.buy')}
          </button>
        </p>
      )}
      <UsageChart recall={recall} t={t} locale={locale} meterId={meter.id} />
      <nav class="parts" aria-label={t('portal.electricity.more')}>
        {parts.map(({ path, label }) => (
          <button key={path} type="button" class="second" onClick={() => go(path)}>
            {t(label)}
          </button>
        ))}
      </nav>
    </section>
  );
}

const moneyOf = (amount: string, currency: string, locale: string) =>
  moneyFormat(locale, currency).format(amount as `${number}`);
