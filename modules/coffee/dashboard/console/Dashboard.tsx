import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  Columns,
  ErrorNote,
  Page,
  Panel,
  SelectField,
  ShareList,
  Tile,
  useAddress,
  useFormat,
  useLabels,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { methodText } from '../../orders/console/method.ts';
import type { Summary } from '../contract.ts';
import { TrendChart } from './TrendChart.tsx';

const LABELS = 'console.coffee.dashboard';

type Data = Camelized<Summary>;
const SPANS = ['1', '7', '30', '90'] as const;

/** Sales and machines, of a merchant or of all; both choices are in the URL. */
export default function Dashboard() {
  const translate = useTranslate();
  const { organization } = useSession();
  const { get, set } = useAddress();
  const days = SPANS.find((span) => span === get('days')) ?? '30';
  const merchant = get('merchant');
  const query = useQuery({
    queryKey: ['coffee', 'dashboard', organization.id, days, merchant],
    queryFn: () => {
      // Sweden writes days as the API does.
      const day = (back: number) =>
        new Date(Date.now() - back * 86_400_000).toLocaleDateString('sv', { timeZone: organization.timeZone });
      const span = { from: day(Number(days) - 1), to: day(0) };
      return api.get<Data>('/coffee/dashboard', { ...span, ...(merchant && { merchant_id: merchant }) });
    },
    placeholderData: (before) => before,
  });
  useLive(['coffee.order', 'coffee.machine', 'coffee.alarm'], () => query.refetch());
  const { data } = query;
  return (
    <Page
      title={translate('console.coffee.dashboard.title')}
      actions={<Choices days={days} merchant={merchant} choose={set} />}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      <Figures data={data} />
      <Shares data={data} />
    </Page>
  );
}

type ChoicesProps = { days: string; merchant: string; choose: (values: Record<string, string>) => void };

function Choices({ days, merchant, choose }: ChoicesProps) {
  const label = useLabels(LABELS);
  const merchants = useMerchants();
  return (
    <>
      <SelectField
        size="small"
        label={label('period')}
        value={days}
        onChange={(event) => choose({ days: event.target.value })}
        sx={{ minWidth: 110 }}
        choices={SPANS.map((span) => ({ id: span, name: label(`days_${span}`) }))}
      />
      {merchants.length > 1 && (
        <SelectField
          size="small"
          label={label('merchant')}
          value={merchants.some(({ id }) => id === merchant) ? merchant : ''}
          onChange={(event) => choose({ merchant: event.target.value })}
          sx={{ minWidth: 150 }}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          choices={merchants}
          none={label('all')}
        />
      )}
    </>
  );
}

function Figures({ data }: { data: Data | undefined }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const money = (amount: string | undefined) => amount && format.money(amount, data?.currency);
  const count = (many: number | undefined) => (many === undefined ? undefined : format.number(many));
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)', xl: 'repeat(7, 1fr)' },
      }}
    >
      <Tile
        label={label('sales')}
        value={money(data?.sales)}
        note={data && data.refundedMinor > 0 ? label('refunded', { amount: money(data.refunded) }) : undefined}
        strong
      />
      <Tile label={label('orders')} value={count(data?.orders)} to="/coffee/orders" />
      <Tile label={label('average')} value={money(data?.average)} />
      <Tile
        label={label('online')}
        value={data && `${format.number(data.onlinePercent)} %`}
        note={data && label('of', { online: data.machines.online, total: data.machines.total })}
        to="/coffee/machines"
      />
      <Tile
        label={label('alarms')}
        value={count(data?.openAlarms)}
        note={data && data.criticalAlarms > 0 ? label('critical', { count: data.criticalAlarms }) : undefined}
        to={'/coffee/alarms?filter={"state":"open"}'}
      />
      <Tile label={label('low_bins')} value={count(data?.lowBins)} to={'/coffee/machines?filter={"status":"low"}'} />
      <Tile
        label={label('exceptions')}
        value={count(data?.openExceptions)}
        to={'/coffee/orders?filter={"exception":"open"}'}
      />
    </Box>
  );
}

function Shares({ data }: { data: Data | undefined }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const money = (amount: string) => format.money(amount, data?.currency);
  return (
    <Columns of="2fr 1fr" gap={2} sx={{ mt: 2, alignItems: 'start' }}>
      <Panel title={label('trend')}>
        <TrendChart data={data} />
      </Panel>
      <Panel title={label('methods')}>
        <ShareList
          none={label('nothing')}
          rows={data?.methods.map((one) => ({
            key: one.method,
            name: methodText(one.method, translate),
            text: money(one.amount),
            weight: one.amountMinor,
          }))}
        />
      </Panel>
      <Panel title={label('products')}>
        <ShareList
          none={label('nothing')}
          rows={data?.topProducts.map(({ product, name, amount, amountMinor, items }) => ({
            key: product,
            name: `${name} · ${label('items', { count: format.number(items) })}`,
            text: money(amount),
            weight: amountMinor,
          }))}
        />
      </Panel>
    </Columns>
  );
}
