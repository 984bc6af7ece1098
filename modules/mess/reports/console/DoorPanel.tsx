import { Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  Columns,
  dotted,
  ExportButton,
  Loaded,
  Panel,
  ShareBar,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { ScanReport } from './board/types.ts';
import { Figure } from './Figure.tsx';
import { type Days, useReport } from './useReport.ts';

/** Served and turned away at the door, and why. */
export function DoorPanel({ days }: { days: Days }) {
  const translate = useTranslate();
  const label = useLabels('console.mess.report');
  const format = useFormat();
  const can = useCan();
  const query = useReport<ScanReport>('scans', days, ['mess.scan', 'mess.count']);
  const most = Math.max(1, ...(query.data?.reasons ?? []).map(({ count }) => count));
  const served = ({ served, byHand }: ScanReport) =>
    dotted([format.number(served), byHand > 0 && label('by_hand', { count: format.number(byHand) })]);
  const refused = ({ refused, refusedPercent: percent }: ScanReport) =>
    dotted([format.number(refused), percent !== null && label('percent', { percent: format.number(percent) })]);
  return (
    <Panel
      title={label('door')}
      actions={can('mess.export') && <ExportButton path="/mess/scans/export" fixed={days} />}
    >
      <Loaded query={query} height={200}>
        {(data) => (
          <>
            <Columns of="1fr 1fr" below="1fr 1fr" gap={2} sx={{ mb: 2 }}>
              <Figure label={label('served')} value={served(data)} />
              <Figure label={label('refused')} value={refused(data)} />
            </Columns>
            <Typography variant="h4" component="h3" sx={{ mb: 1.5 }}>
              {label('reasons')}
            </Typography>
            <Stack sx={{ gap: 1.5 }}>
              {data.reasons.map(({ reason, count }) => (
                <ShareBar
                  key={reason}
                  name={translate(`console.mess.reason.${reason}`)}
                  text={format.number(count)}
                  part={count / most}
                />
              ))}
              {data.reasons.length === 0 && <Typography color="textSecondary">{label('no_refusals')}</Typography>}
            </Stack>
          </>
        )}
      </Loaded>
    </Panel>
  );
}
