import { Box, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  ErrorNote,
  Page,
  Panel,
  ShareList,
  Tile,
  useFormat,
  useLive,
  useSession,
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
  const { organization } = useSession();
  const label = (name: string) => translate(`console.electricity.dashboard.${name}`);
  const query = useQuery({
    queryKey: ['electricity', 'dashboard', organization.id],
    queryFn: () => api.get<Data>('/electricity/dashboard'),
  });
  useLive(TOPICS, () => query.refetch());
  const { data } = query;
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  const money = (amount: string | undefined) => amount && format.money(amount, data?.currency);
  const kwh = (wh: number) => `${format.number(Math.round(wh / 1000))} kWh`;
  const method = (name: string) =>
    name === 'voucher' ? label('vouchers') : translate(`console.payments.method.${name}`);
  const before = (text: string | undefined) => text && translate('console.electricity.dashboard.before', { text });
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
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
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
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          mt: 2,
          gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0,2fr) minmax(0,1fr)' },
        }}
      >
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
            <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
              {translate('console.electricity.dashboard.vat', { text: money(data.month.vat) })}
              <br />
              {translate('console.electricity.dashboard.refunded', { text: money(data.month.refunded) })}
            </Typography>
          )}
        </Panel>
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          mt: 2,
          gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0,1fr) minmax(0,1fr)' },
        }}
      >
        <Panel title={label('money_by_day')}>
          <SpanChart spans={days} by="day" what="money" currency={data?.currency} />
        </Panel>
        <Panel title={label('energy_by_day')}>
          <SpanChart spans={days} by="day" what="energy" currency={data?.currency} />
        </Panel>
      </Box>
    </Page>
  );
}
