import { Typography } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import {
  Caption,
  Chart,
  ErrorNote,
  ExportButton,
  Panel,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import type { CutReport } from './board/types.ts';
import { useReport } from './useReport.ts';

const LABELS = 'console.mess.report';
const [DAYS_BEFORE, DAYS_AFTER] = [7, 21];
const TOPICS = ['mess.cut', 'mess.closure', 'mess.student'];

/** How many are away, from last week to three weeks ahead, which is what the kitchen buys by. */
export function CutsPanel() {
  const label = useLabels(LABELS);
  const format = useFormat();
  const can = useCan();
  const today = useToday();
  const days = { from: plusDays(today, -DAYS_BEFORE), to: plusDays(today, DAYS_AFTER) };
  const { data, error, refetch } = useReport<CutReport>('mess-cuts', days, TOPICS);
  // A closed day without cuts has no bar that could show it.
  const closed = (data ?? []).filter((each) => each.closed).map(({ day }) => format.day(day));
  return (
    <Panel title={label('cuts')} actions={can('mess.export') && <ExportButton path="/mess/cuts/export" fixed={days} />}>
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {(data || !error) && <CutsChart days={data} today={today} />}
      <Caption component="p">{label('cuts_note')}</Caption>
      {closed.length > 0 && (
        <Typography variant="caption" color="error" component="p">
          {label('closed_on', { days: new Intl.ListFormat(format.locale, { type: 'unit' }).format(closed) })}
        </Typography>
      )}
    </Panel>
  );
}

/** How many are away on each day; closed days have another colour. */
function CutsChart({ days, today }: { days: CutReport | undefined; today: string }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const { primary, error } = useTheme().palette;
  return (
    <Chart
      kind="bars"
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={[
        { label: label('away'), of: ({ cut, closed }) => (closed ? null : cut), color: primary.main, stack: 'away' },
        { label: label('closed'), of: ({ cut, closed }) => (closed ? cut : null), color: error.main, stack: 'away' },
      ]}
      mark={{ at: today, label: label('today') }}
    />
  );
}
