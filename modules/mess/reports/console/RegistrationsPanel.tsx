import { Box, Skeleton } from '@mui/material';
import { useTranslate } from 'react-admin';
import { ErrorNote, Fact, Panel, useFormat } from '../../../../kernel/ui/index.ts';
import type { RegistrationReport } from './board/types.ts';
import { useDuration } from './useDuration.ts';
import { type Days, useReport } from './useReport.ts';

/** The outcome of registrations, and how long students waited for it. */
export function RegistrationsPanel({ days }: { days: Days }) {
  const translate = useTranslate();
  const format = useFormat();
  const duration = useDuration();
  const { data, error, refetch } = useReport<RegistrationReport>('registrations', days, ['mess.student']);
  const label = (name: string, values?: object) => translate(`console.mess.report.${name}`, values);
  return (
    <Panel title={label('registrations')}>
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rounded" height={120} />}
      {data && (
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '1fr 1fr' }}>
          {(['registered', 'approved', 'denied', 'pending'] as const).map((name) => (
            <Fact key={name} label={label(name)}>
              <span className="figures">{format.number(data[name])}</span>
            </Fact>
          ))}
          <Fact label={label('approval_rate')}>
            <strong className="figures">
              {data.approvedPercent === null ? '–' : label('percent', { percent: format.number(data.approvedPercent) })}
            </strong>
          </Fact>
          <Fact label={label('time_to_decide')}>
            <strong className="figures">{duration(data.minutesToDecide)}</strong>
          </Fact>
        </Box>
      )}
    </Panel>
  );
}
