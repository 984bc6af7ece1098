import { Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { ErrorNote, ExportButton, Panel, useCan, useFormat, useSession } from '../../../../kernel/ui/index.ts';
import { plusDays, wallTime } from '../../calendar/days.rule.ts';
import type { CutReport } from './board/types.ts';
import { CutsChart } from './CutsChart.tsx';
import { useReport } from './useReport.ts';

const [DAYS_BEFORE, DAYS_AFTER] = [7, 21];

/** How many are away, from last week to three weeks ahead, which is what the kitchen buys by. */
export function CutsPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const today = wallTime(organization.timeZone, new Date()).day;
  const days = { from: plusDays(today, -DAYS_BEFORE), to: plusDays(today, DAYS_AFTER) };
  const { data, error, refetch } = useReport<CutReport>('mess-cuts', days, [
    'mess.cut',
    'mess.closure',
    'mess.student',
  ]);
  // A closed day without cuts has no bar that could show it.
  const closed = data?.filter((each) => each.closed);
  return (
    <Panel
      title={translate('console.mess.report.cuts')}
      actions={can('mess.export') && <ExportButton path="/mess/cuts/export" fixed={days} />}
    >
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {(data || !error) && <CutsChart days={data} today={today} />}
      <Typography variant="caption" color="textSecondary" component="p">
        {translate('console.mess.report.cuts_note')}
      </Typography>
      {closed && closed.length > 0 && (
        <Typography variant="caption" color="error" component="p">
          {translate('console.mess.report.closed_on', {
            days: new Intl.ListFormat(format.locale, { type: 'unit' }).format(closed.map(({ day }) => format.day(day))),
          })}
        </Typography>
      )}
    </Panel>
  );
}
