import { Box, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { ErrorNote, ExportButton, Fact, Panel, ShareBar, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import type { ScanReport } from './board/types.ts';
import { type Days, useReport } from './useReport.ts';

/** Served and turned away at the door, and why. */
export function DoorPanel({ days }: { days: Days }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { data, error, refetch } = useReport<ScanReport>('scans', days, ['mess.scan', 'mess.count']);
  const label = (name: string, values?: object) => translate(`console.mess.report.${name}`, values);
  const most = Math.max(1, ...(data?.reasons ?? []).map(({ count }) => count));
  return (
    <Panel
      title={label('door')}
      actions={can('mess.export') && <ExportButton path="/mess/scans/export" fixed={days} />}
    >
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rounded" height={200} />}
      {data && (
        <>
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr', mb: 2 }}>
            <Fact label={label('served')}>
              <span className="figures">
                {format.number(data.served)}
                {data.byHand > 0 && ` · ${label('by_hand', { count: format.number(data.byHand) })}`}
              </span>
            </Fact>
            <Fact label={label('refused')}>
              <span className="figures">
                {format.number(data.refused)}
                {data.refusedPercent !== null &&
                  ` · ${label('percent', { percent: format.number(data.refusedPercent) })}`}
              </span>
            </Fact>
          </Box>
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
    </Panel>
  );
}
