import { List, ListItem, ListItemButton, Skeleton, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import {
  Chart,
  Code,
  Columns,
  EmptyNote,
  ErrorNote,
  Page,
  Panel,
  ShareList,
  Strong,
  Tile,
  useFormat,
  useGet,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
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

/** Today's bills by the hour, which show when the queue was long. */
function HourChart({ hours }: { hours: DashboardData['byHour'] | undefined }) {
  const format = useFormat();
  const label = useLabels('console.exhibition.dashboard');
  return (
    <Chart
      kind="bars"
      height={260}
      rows={hours}
      at={({ hour }) => String(hour).padStart(2, '0')}
      show={format.number}
      series={[
        { label: label('bills'), of: ({ bills }) => bills },
        { label: label('registrations'), of: ({ registrations }) => registrations },
        // A fair without an entrance that counts has none.
        ...(hours?.some(({ visits }) => visits > 0)
          ? [{ label: label('visits'), of: ({ visits }: DashboardData['byHour'][number]) => visits }]
          : []),
      ]}
    />
  );
}

/** Sales a day, over the last days. */
function SalesChart({ days, currency }: { days: DashboardData['byDay'] | undefined; currency: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const soldOn = (day: DashboardData['byDay'][number]) =>
    day.sales.find((sum) => sum.currency === currency)?.total ?? '0';
  return (
    <Chart
      kind="lines"
      height={260}
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={(value) => format.shortMoney(value, currency)}
      series={[
        {
          label: translate('console.exhibition.dashboard.sales'),
          of: (day) => Number(soldOn(day)),
          text: (day) => format.money(soldOn(day), currency),
          area: true,
        },
      ]}
    />
  );
}

function TopCustomers({ rows }: { rows?: DashboardData['topCustomers'] }) {
  const translate = useTranslate();
  const format = useFormat();
  if (!rows) return <Skeleton variant="rounded" height={220} sx={{ m: 2 }} />;
  if (rows.length === 0) return <EmptyNote title={translate('console.exhibition.dashboard.nothing')} />;
  return (
    <List disablePadding sx={{ pb: 1 }}>
      {rows.map((row, index) => (
        <ListItem key={row.id} disablePadding>
          <ListItemButton component={Link} to={`/exhibition/customers/${row.id}`} sx={{ px: 2.5, gap: 2 }}>
            <Typography variant="body2" color="textSecondary" className="figures" sx={{ width: 18 }}>
              {index + 1}
            </Typography>
            <Typography variant="body2" noWrap sx={{ flex: 1, fontWeight: 550 }}>
              {row.name}
            </Typography>
            <Typography component="span" color="textSecondary" sx={{ display: { xs: 'none', sm: 'block' } }}>
              <Code value={row.code} size="0.8rem" />
            </Typography>
            <Strong variant="body2" className="figures" sx={{ minWidth: 96, textAlign: 'right' }}>
              {format.money(row.total, row.currency)}
            </Strong>
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}
