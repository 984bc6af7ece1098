import { Box, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  ApiError,
  EmptyNote,
  ErrorNote,
  ExportButton,
  Fact,
  Panel,
  ShareBar,
  useCan,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import type { PaymentReport } from './board/types.ts';
import { useDuration } from './useDuration.ts';
import { useReport } from './useReport.ts';

const STATES = ['verified', 'uploaded', 'denied', 'none'] as const;

/** The payments of the cycle of today by state, the money, and how long confirming takes. */
export function PaymentsPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const duration = useDuration();
  const can = useCan();
  const topics = ['mess.cycle_payment', 'mess.student', 'mess.cycle', 'payment'];
  const { data, error, refetch } = useReport<PaymentReport>('payments', {}, topics);
  const label = (name: string, values?: object) => translate(`console.mess.report.${name}`, values);
  const all = data ? STATES.reduce((sum, state) => sum + data.states[state], 0) : 0;
  const noCycle = error instanceof ApiError && error.code === 'mess.cycle.none_now';
  return (
    <Panel
      title={data ? label('payments_of', { cycle: data.cycle.name }) : label('payments')}
      actions={
        data && can('mess.export') && <ExportButton path="/mess/payments/export" fixed={{ cycleId: data.cycle.id }} />
      }
    >
      {error && (noCycle ? <EmptyNote title={error.message} /> : <ErrorNote error={error} onRetry={() => refetch()} />)}
      {!data && !error && <Skeleton variant="rounded" height={180} />}
      {data && (
        <>
          <Stack sx={{ gap: 1.5, mb: 2 }}>
            {STATES.map((state) => (
              <ShareBar
                key={state}
                name={translate(`console.mess.payment.state.${state}`)}
                text={format.number(data.states[state])}
                part={all === 0 ? 0 : data.states[state] / all}
              />
            ))}
          </Stack>
          <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '1fr 1fr' }}>
            <Fact label={label('money_in')}>
              <span className="figures">{format.money(data.verified, data.currency)}</span>
            </Fact>
            <Fact label={label('money_due')}>
              <span className="figures">{format.money(data.due, data.currency)}</span>
            </Fact>
            <Fact label={label('time_to_verify')}>
              <strong className="figures">{duration(data.minutesToVerify)}</strong>
            </Fact>
          </Box>
        </>
      )}
    </Panel>
  );
}
