import { useTranslate } from 'react-admin';
import {
  type Camelized,
  Columns,
  ErrorNote,
  Muted,
  Page,
  Panel,
  ShareList,
  Tile,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useClasses } from '../../tariffs/console/useClasses.ts';
import type { Dashboard as Answer } from '../contract.ts';
import { SpanChart } from './SpanChart.tsx';

type Data = Camelized<Answer>;

const TOPICS = ['electricity.meter', 'electricity.purchase', 'electricity.voucher_batch'];

/** Revenue and consumption. */
export default function Dashboard() {
  const translate = useTranslate();
  const { nameOf } = useClasses();
  const format = useFormat();
  const label = useLabels('console.electricity.dashboard');
  const query = useGet<Data>('/electricity/dashboard', {}, { live: TOPICS });
  const { data } = query;
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  const money = (amount: string | undefined) => amount && format.money(amount, data?.currency);
  const kwh = (wh: number) => `${format.number(Math.round(wh / 1000))} kWh`;
  const method = (name: string) =>
    name === 'voucher' ? label('vouchers') : translate(`console.payments.method.${name}`);
  const before = (text: string | undefined) => text && label('before', { text });
  const shares = (rows: { name: string; net: string; netMinor: number }[] | undefined) => (
    <ShareList
      none={label('nothing')}
      rows={rows?.map(({ name, net, netMinor }) => ({ key: name, name, text: money(net), weight: netMinor }))}
    />
  );
  const months = data?.byMonth.map(({ month, ...span }) => ({ ...span, at: month }));
  const days = data?.byDay.map(({ day, ...span }) => ({ ...span, at: day }));
  return (
    <Page title={label('title')}>
      <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={2}>
        <Tile
          label={label('revenue_today')}
          value={money(data?.today.net)}
          note={data && kwh(data.today.soldWh)}
          strong
        />
        <Tile label={label('revenue_month')} value={money(data?.month.net)} note={before(money(data?.lastMonth.net))} />
        <Tile
          label={label('sold_month')}
          value={data && kwh(data.month.soldWh)}
          note={before(data && kwh(data.lastMonth.soldWh))}
        />
        <Tile
          label={label('used_month')}
          value={data && kwh(data.month.usedWh)}
          note={before(data && kwh(data.lastMonth.usedWh))}
        />
      </Columns>
      <Columns of="2fr 1fr" gap={2} sx={{ mt: 2 }}>
        <Panel title={label('money_by_month')}>
          <SpanChart spans={months} by="month" what="money" currency={data?.currency} />
        </Panel>
        <Panel title={label('by_class')}>
          {shares(data?.byClass.map((one) => ({ ...one, name: nameOf(one.class) })))}
        </Panel>
        <Panel title={label('energy_by_month')}>
          <SpanChart spans={months} by="month" what="energy" currency={data?.currency} />
        </Panel>
        <Panel title={label('by_method')}>
          {shares(data?.byMethod.map((one) => ({ ...one, name: method(one.method) })))}
          {data && (
            <Muted sx={{ mt: 2 }}>
              {label('vat', { text: money(data.month.vat) })}
              <br />
              {label('refunded', { text: money(data.month.refunded) })}
            </Muted>
          )}
        </Panel>
      </Columns>
      <Columns of="1fr 1fr" gap={2} sx={{ mt: 2 }}>
        <Panel title={label('money_by_day')}>
          <SpanChart spans={days} by="day" what="money" currency={data?.currency} />
        </Panel>
        <Panel title={label('energy_by_day')}>
          <SpanChart spans={days} by="day" what="energy" currency={data?.currency} />
        </Panel>
      </Columns>
    </Page>
  );
}
