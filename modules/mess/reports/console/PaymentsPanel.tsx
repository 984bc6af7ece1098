import { Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  ApiError,
  Columns,
  EmptyNote,
  ExportButton,
  Loaded,
  Panel,
  ShareBar,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { PaymentReport } from './board/types.ts';
import { Figure } from './Figure.tsx';
import { useDuration, useReport } from './useReport.ts';

const STATES = ['verified', 'uploaded', 'denied', 'none'] as const;

/** The payments of the cycle of today by state, the money, and how long confirming takes. */
export function PaymentsPanel() {
  const translate = useTranslate();
  const label = useLabels('console.mess.report');
  const format = useFormat();
  const duration = useDuration();
  const can = useCan();
  const topics = ['mess.cycle_payment', 'mess.student', 'mess.cycle', 'payment'];
  const query = useReport<PaymentReport>('payments', {}, topics);
  const { data, error } = query;
  const all = data ? STATES.reduce((sum, state) => sum + data.states[state], 0) : 0;
  const noCycle = error instanceof ApiError && error.code === 'mess.cycle.none_now' && error;
  return (
    <Panel
      title={data ? label('payments_of', { cycle: data.cycle.name }) : label('payments')}
      actions={
        data && can('mess.export') && <ExportButton path="/mess/payments/export" fixed={{ cycleId: data.cycle.id }} />
      }
    >
      {noCycle && <EmptyNote title={noCycle.message} />}
      <Loaded query={noCycle ? { ...query, error: null } : query} height={180}>
        {({ states, verified, due, currency, minutesToVerify }) => (
          <>
            <Stack sx={{ gap: 1.5, mb: 2 }}>
              {STATES.map((state) => (
                <ShareBar
                  key={state}
                  name={translate(`console.mess.payment.state.${state}`)}
                  text={format.number(states[state])}
                  part={all === 0 ? 0 : states[state] / all}
                />
              ))}
            </Stack>
            <Columns of="1fr 1fr" below="1fr 1fr" gap={1.5}>
              <Figure label={label('money_in')} value={format.money(verified, currency)} />
              <Figure label={label('money_due')} value={format.money(due, currency)} />
              <Figure label={label('time_to_verify')} value={duration(minutesToVerify)} strong />
            </Columns>
          </>
        )}
      </Loaded>
    </Panel>
  );
}
