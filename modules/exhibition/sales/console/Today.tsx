import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  AddressDay,
  type Camelized,
  dotted,
  ErrorNote,
  fileUrl,
  Page,
  Panel,
  ShareList,
  Strong,
  Tile,
  useAddress,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { Line, LineAction } from '../../bills/console/BillLines.tsx';
import { BillStateChip } from '../../bills/console/BillStateChip.tsx';
import { PayDialog } from '../../bills/console/PayDialog.tsx';
import type { Bill } from '../../bills/console/types.ts';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import type { Sales } from '../contract.ts';

type SalesData = Camelized<Sales>;

const TOPICS = ['exhibition.bill', 'payment', 'exhibition.visit'];
const TOTALS = ['total', 'paid', 'refunded', 'due'] as const;

/** What was sold and paid today, or on any span of days, which the URL names. */
export default function Today() {
  const label = useLabels('console.exhibition.sales');
  const { get } = useAddress();
  const [paying, setPaying] = useState<Bill | null>(null);
  const asked = {
    from: get('from') || undefined,
    to: get('to') || undefined,
    exhibition_id: get('exhibition') || undefined,
  };
  const query = useGet<SalesData>('/exhibition/sales', asked, { live: TOPICS });
  const sales = query.data;
  return (
    <Page title={label('title')} subtitle={label('text')} actions={<Choice asked={asked} sales={sales} />}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {(sales || query.isPending) && (
        <>
          <Totals sales={sales} />
          <Shares sales={sales} />
          <Unpaid sales={sales} onPay={setPaying} />
        </>
      )}
      <PayDialog bill={paying} onClose={() => setPaying(null)} onDone={() => void query.refetch()} />
    </Page>
  );
}

type Shown = { sales: SalesData | undefined };
type Asked = { from: string | undefined; to: string | undefined; exhibition_id: string | undefined };

/** The days and the exhibition, which the URL keeps, and where the list and the workbook are. */
function Choice({ asked, sales }: Shown & { asked: Asked }) {
  const say = useLabels('console.exhibition');
  const can = useCan();
  const exhibitions = useExhibitions();
  const { set } = useAddress();
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      {(['from', 'to'] as const).map((name) => (
        <AddressDay key={name} name={name} label={say(`sales.${name}`)} unset={sales?.[name]} />
      ))}
      {exhibitions.length > 1 && (
        <ExhibitionChoice
          exhibitions={exhibitions}
          none
          value={asked.exhibition_id ?? ''}
          onChange={(id) => set({ exhibition: id })}
          sx={{ minWidth: 180 }}
        />
      )}
      <Button component={Link} to="/exhibition/offline-sales" color="inherit">
        {say('offline.title')}
      </Button>
      {can('exhibition.export') && (
        <Button variant="outlined" startIcon={<DownloadIcon />} href={fileUrl('/exhibition/sales.xlsx', asked)}>
          {say('sales.workbook')}
        </Button>
      )}
    </Stack>
  );
}

function Totals({ sales }: Shown) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels('console.exhibition.sales');
  if (!sales)
    return (
      <Box sx={TILES}>
        {TOTALS.map((name) => (
          <Tile key={name} strong={name === 'total'} label={label(name)} />
        ))}
      </Box>
    );
  return (
    <>
      {sales.totals.map(({ currency, total, paid, refunded, due, bills, voided }) => (
        <Box key={currency} sx={TILES}>
          <Tile
            strong
            label={label('total')}
            value={format.money(total, currency)}
            note={dotted([
              translate('console.exhibition.bill_count', { smart_count: bills }),
              voided > 0 && translate('console.exhibition.bill.voided_count', { smart_count: voided }),
            ])}
          />
          <Tile label={label('paid')} value={format.money(paid, currency)} />
          <Tile label={label('refunded')} value={format.money(refunded, currency)} />
          <Tile label={label('due')} value={format.money(due, currency)} />
        </Box>
      ))}
      {sales.totals.length === 0 && <Typography color="textSecondary">{label('none')}</Typography>}
      {sales.arrivedLater.map(({ currency, count, amount }) => (
        <Typography key={currency} color="textSecondary" sx={{ mb: 2 }}>
          {label('arrived_later', { count: format.number(count), amount: format.money(amount, currency) })}
        </Typography>
      ))}
    </>
  );
}

/** What sums by anything have in common. */
type Sum = {
  amount: string;
  amountMinor: number;
  currency: string;
  count: number;
  refunded?: string;
  refundedMinor?: number;
  /** of an item: pieces or kilograms, instead of how many bills */
  quantity?: string;
  returned?: string;
  returnedQuantity?: string;
};

/** Sums as rows of a ShareList. Of several currencies the number of bills is compared, not the money. */
function useSumRows(several: boolean) {
  const translate = useTranslate();
  const format = useFormat();
  return <Row extends Sum>(rows: Row[] | undefined, nameOf: (row: Row) => string) =>
    rows?.map((row) => ({
      key: `${nameOf(row)} ${row.currency}`,
      name: nameOf(row),
      text: dotted([
        format.money(row.amount, row.currency),
        format.number(row.quantity === undefined ? row.count : Number(row.quantity)),
        (row.refundedMinor ?? 0) > 0 &&
          translate('console.exhibition.pay.gone_back', { amount: format.money(row.refunded ?? '', row.currency) }),
        Number(row.returnedQuantity ?? 0) > 0 &&
          translate('console.exhibition.sales.returned', {
            quantity: format.number(Number(row.returnedQuantity)),
            amount: format.money(row.returned ?? '', row.currency),
          }),
      ]),
      weight: several ? row.count : row.amountMinor,
    }));
}

function Shares({ sales }: Shown) {
  const translate = useTranslate();
  const format = useFormat();
  const rowsOf = useSumRows((sales?.totals.length ?? 0) > 1);
  const label = useLabels('console.exhibition.sales');
  const none = label('none');
  // What came back of a stall is shown as money that went back.
  const stalls = sales?.byStall.map((row) => ({
    ...row,
    refunded: row.returned,
    refundedMinor: row.returnedMinor,
    returned: undefined,
  }));
  return (
    <Box sx={PANELS}>
      <Panel title={label('by_method')}>
        <ShareList rows={rowsOf(sales?.byMethod, ({ method }) => label(`methods.${method}`))} none={none} />
      </Panel>
      <Panel title={label('by_cashier')}>
        <ShareList rows={rowsOf(sales?.byCashier, ({ cashier }) => cashier)} none={none} />
      </Panel>
      <Panel title={label('by_hour')}>
        <ShareList rows={rowsOf(sales?.byHour, hourText)} none={none} />
      </Panel>
      <Panel title={label('by_item')}>
        <ShareList rows={rowsOf(sales?.byItem, ({ item }) => item || translate(NO_DESCRIPTION))} none={none} />
      </Panel>
      {stalls?.some(({ stallId }) => stallId !== null) && (
        <Panel title={label('by_stall')}>
          <ShareList
            rows={rowsOf(stalls, ({ stall }) => stall ?? translate('console.exhibition.stall.house'))}
            none={none}
          />
        </Panel>
      )}
      {sales?.visitors && <Visitors visitors={sales.visitors} />}
      {(sales?.byTax.length ?? 0) > 0 && (
        <Panel title={label('by_tax')}>
          <ShareList
            rows={sales?.byTax.map(({ percent, currency, net, tax, taxMinor }) => ({
              key: `${percent} ${currency}`,
              name: `${percent} %`,
              text: label('tax_of', { tax: format.money(tax, currency), net: format.money(net, currency) }),
              weight: taxMinor,
            }))}
            none={none}
          />
        </Panel>
      )}
    </Box>
  );
}

/** Who came in at the entrance, of those who are there and by the hour. */
function Visitors({ visitors }: { visitors: NonNullable<SalesData['visitors']> }) {
  const translate = useTranslate();
  const format = useFormat();
  const cameText = ({ people, visits }: { people: number; visits: number }) =>
    translate('console.exhibition.sales.came', { people: format.number(people), visits: format.number(visits) });
  return (
    <Panel title={translate('console.exhibition.sales.visitors')}>
      <Strong className="figures" sx={{ mb: 2 }}>
        {cameText(visitors)}
      </Strong>
      <ShareList
        rows={visitors.byHour.map((row) => ({
          key: String(row.hour),
          name: hourText(row),
          text: cameText(row),
          weight: row.visits,
        }))}
        none={translate('console.exhibition.sales.none')}
      />
    </Panel>
  );
}

function Unpaid({ sales, onPay }: Shown & { onPay: (bill: Bill) => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  return (
    <Panel title={translate('console.exhibition.sales.unpaid')} padded={false}>
      {!sales && <Skeleton variant="rounded" height={120} sx={{ mx: 2.5, mb: 2.5 }} />}
      {sales?.unpaid.length === 0 && (
        <Typography color="textSecondary" sx={{ px: 2.5, pb: 2 }}>
          {translate('console.exhibition.sales.none')}
        </Typography>
      )}
      {sales?.unpaid.map((open) => (
        <Line
          key={open.id}
          amount={format.money(open.due, open.currency)}
          title={open.description || translate(NO_DESCRIPTION)}
          note={[
            open.customer?.name ?? translate('console.exhibition.bill.walk_in'),
            open.code,
            format.dateTime(open.createdAt),
            open.createdBy,
          ].join(' · ')}
          end={
            can('exhibition.bill.pay') ? (
              <LineAction label={translate('console.exhibition.pay.action')} onClick={() => onPay(open)} />
            ) : (
              <BillStateChip bill={open} />
            )
          }
        />
      ))}
    </Panel>
  );
}

const NO_DESCRIPTION = 'console.exhibition.bill.no_description';
const hourText = ({ hour }: { hour: number }) => `${String(hour).padStart(2, '0')}:00`;
const TILES = { display: 'grid', gap: 2, mb: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } };
const PANELS = { display: 'grid', gap: 2, mb: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } };
