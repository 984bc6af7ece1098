import {
  Box,
  Button,
  Card,
  Link,
  Skeleton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import {
  type Camelized,
  Caption,
  Columns,
  EmptyNote,
  ErrorNote,
  Page,
  Panel,
  Tile,
  useFormat,
  useGet,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { DaysChart } from '../../readings/console/UsageChart.tsx';
import { type Report as Answer, changeOf, REPORT_KINDS } from '../contract.ts';
import { ReportChoice } from './ReportChoice.tsx';

const LABELS = 'console.electricity.report';

type Report = Camelized<Answer>;
const BACK = 24;

/** A month of a customer, a place or a meter: figures, charts, each meter, and the same as a file. The choice is in the URL. */
export default function Reports() {
  const { organization } = useSession();
  const [search, setSearch] = useSearchParams();
  const label = useLabels(LABELS);
  const months = lastMonths(organization.timeZone);
  const kind = REPORT_KINDS.find((name) => name === search.get('kind'));
  const id = search.get('id') ?? '';
  const month = search.get('month') ?? months[0] ?? '';
  const query = useGet<Report>(
    '/electricity/reports/monthly',
    { kind, id, month },
    { enabled: kind !== undefined && id !== '', keep: true },
  );
  const report = kind ? query.data : undefined;
  const choose = (about: string, of: string) => {
    const [nextKind = '', nextId = ''] = about.split(' ');
    setSearch(about ? { kind: nextKind, id: nextId, month: of } : { month: of }, { replace: true });
  };
  const about = kind ? `${kind} ${id}` : '';
  return (
    <Page
      title={label('many')}
      subtitle={
        report && [report.title, report.holder].filter((one, i, all) => one && all.indexOf(one) === i).join(' · ')
      }
      actions={
        report &&
        (['pdf', 'xlsx'] as const).map((format) => (
          <Button key={format} variant="outlined" href={report.files[format]} target="_blank" rel="noopener">
            {label(format)}
          </Button>
        ))
      }
    >
      <ReportChoice
        about={about}
        month={month}
        months={months.includes(month) ? months : [month, ...months]}
        report={report}
        onAbout={(next) => choose(next, month)}
        onMonth={(next) => choose(about, next)}
      />
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {!kind && (
        <Card>
          <EmptyNote title={label('none')} text={label('none_text')} />
        </Card>
      )}
      {kind && query.isPending && <Skeleton variant="rounded" height={280} />}
      {report && !query.error && <Figures report={report} />}
    </Page>
  );
}

function Figures({ report }: { report: Report }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const kwh = (wh: number) => `${format.number(Math.round(wh / 100) / 10)} kWh`;
  const money = (minor: number | null) =>
    minor === null ? '–' : format.money(formatAmount(minor, report.currency), report.currency);
  const percent = new Intl.NumberFormat(format.locale, { style: 'percent', signDisplay: 'exceptZero' });
  const { total } = report;
  const change = (before: number) => {
    const by = changeOf(total.usedWh, before);
    return by === null ? '–' : percent.format(by / 100);
  };
  return (
    <Stack sx={{ gap: 2 }}>
      <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={2}>
        <Tile label={label('used')} value={kwh(total.usedWh)} strong />
        <Tile label={label('before')} value={change(total.beforeWh)} note={kwh(total.beforeWh)} />
        <Tile label={label('year_ago')} value={change(total.yearAgoWh)} note={kwh(total.yearAgoWh)} />
        <Tile
          label={label('paid')}
          value={money(total.paidMinor)}
          note={label('cost_note', { text: money(total.costMinor) })}
        />
      </Columns>
      <Columns of="1fr 1fr" gap={2}>
        <Panel title={label('by_day')}>
          <DaysChart bars={report.days} by="day" />
        </Panel>
        <Panel title={label('by_month')}>
          <DaysChart bars={report.months} by="month" />
        </Panel>
      </Columns>
      <Panel title={label('meters')} padded={false}>
        <Box sx={{ overflowX: 'auto' }}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{label('meter')}</TableCell>
                {['used', 'last', 'year', 'cost', 'paid'].map((name) => (
                  <TableCell key={name} align="right" sx={{ whiteSpace: 'nowrap' }}>
                    {label(`column_${name}`)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {report.meters.map((line) => (
                <TableRow key={line.id}>
                  <TableCell sx={{ whiteSpace: 'nowrap' }}>
                    <Link component={RouterLink} underline="hover" to={`/electricity/meters/${line.id}`}>
                      {line.name || showNumber(line.number)}
                    </Link>
                    {line.name && <Caption component="div">{showNumber(line.number)}</Caption>}
                  </TableCell>
                  {[
                    kwh(line.usedWh),
                    kwh(line.beforeWh),
                    kwh(line.yearAgoWh),
                    money(line.costMinor),
                    money(line.paidMinor),
                  ].map((text, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed
                    <TableCell key={i} align="right" className="figures" sx={{ whiteSpace: 'nowrap' }}>
                      {text}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
        {report.meters.length === 0 && <Typography sx={{ p: 2.5 }}>{label('no_meters')}</Typography>}
      </Panel>
    </Stack>
  );
}

/** The last months that are over, then the one that runs, by the organization's day: `2026-10`. */
function lastMonths(timeZone: string): string[] {
  // Sweden writes days as the API does.
  const [year = 0, month = 1] = new Date().toLocaleDateString('sv', { timeZone }).split('-').map(Number);
  const back = (count: number) => new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 7);
  const all = Array.from({ length: BACK }, (_, count) => back(count));
  const [running = '', ...over] = all;
  return [...over, running];
}
