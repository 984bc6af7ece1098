import { formatAmount } from '../../../../kernel/lib/money.ts';
import {
  Columns,
  ErrorNote,
  Page,
  Panel,
  ShareList,
  Tile,
  useFormat,
  useGet,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { HourChart } from './HourChart.tsx';
import { SalesChart } from './SalesChart.tsx';
import { TopCustomers } from './TopCustomers.tsx';
import type { DashboardData } from './types.ts';

const TOPICS = ['exhibition.customer', 'exhibition.bill', 'exhibition.visit'];

export default function Dashboard() {
  const format = useFormat();
  const { organization } = useSession();
  const query = useGet<DashboardData>('/exhibition/dashboard', {}, { live: TOPICS });
  const data = query.data;
  // Of a fair with an entrance that counts.
  const visits = data?.today.visits ?? 0;
  // An organization may sell in several currencies, which can't be added up; its own comes first.
  const sums = data?.today.sales ?? [];
  const today =
    sums.find((sum) => sum.currency === organization.currency) ?? sums[0] ?? nothingIn(organization.currency);
  const others = sums.filter((sum) => sum.currency !== today.currency);
  const money = (sum: Sum) => format.money(sum.total, sum.currency);
  const label = useLabels('console.exhibition.dashboard');
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Page
      title={label('title')}
      subtitle={new Intl.DateTimeFormat(format.locale, { dateStyle: 'full', timeZone: organization.timeZone }).format(
        new Date(),
      )}
    >
      <Columns of={`repeat(${visits > 0 ? 5 : 4}, 1fr)`} from="md" below="1fr 1fr" gap={2}>
        <Tile
          label={label('sales_today')}
          value={data && money(today)}
          note={others.map((sum) => money(sum)).join(' + ')}
          strong
        />
        <Tile label={label('bills_today')} value={data && format.number(data.today.bills)} />
        <Tile label={label('registrations_today')} value={data && format.number(data.today.registrations)} />
        {data && visits > 0 && (
          <Tile
            label={label('visitors_today')}
            value={format.number(data.today.visitors)}
            note={label('visits_note', { count: visits })}
          />
        )}
        <Tile label={label('average_bill')} value={data && money(averageOf(today, data.today.bills))} />
      </Columns>
      <Columns of="2fr 1fr" gap={2} sx={{ mt: 2 }}>
        <Panel title={label('by_day')}>
          <SalesChart days={data?.byDay} currency={today.currency} />
        </Panel>
        <Panel title={label('by_hour')}>
          <HourChart hours={data?.byHour} />
        </Panel>
        <Panel title={label('top_customers')} padded={false}>
          <TopCustomers rows={data?.topCustomers} />
        </Panel>
        <Panel title={label('by_exhibition')}>
          <ShareList
            none={label('nothing')}
            rows={data?.byExhibition.map(({ id, name, total, currency }) => ({
              key: id,
              name,
              text: format.money(total, currency),
              weight: Number(total),
            }))}
          />
        </Panel>
      </Columns>
    </Page>
  );
}

type Sum = DashboardData['today']['sales'][number];

const nothingIn = (currency: string): Sum => ({ currency, total: '0', totalMinor: 0 });

function averageOf(sum: Sum, bills: number): Sum {
  const minor = bills > 0 ? Math.round(sum.totalMinor / bills) : 0;
  return { ...sum, totalMinor: minor, total: formatAmount(minor, sum.currency) };
}
