import { Columns, Loaded, Panel, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { RegistrationReport } from './board/types.ts';
import { Figure } from './Figure.tsx';
import { type Days, useDuration, useReport } from './useReport.ts';

/** The outcome of registrations, and how long students waited for it. */
export function RegistrationsPanel({ days }: { days: Days }) {
  const label = useLabels('console.mess.report');
  const format = useFormat();
  const duration = useDuration();
  const query = useReport<RegistrationReport>('registrations', days, ['mess.student']);
  const share = (percent: number | null) =>
    percent === null ? '–' : label('percent', { percent: format.number(percent) });
  return (
    <Panel title={label('registrations')}>
      <Loaded query={query} height={120}>
        {(data) => (
          <Columns of="1fr 1fr" below="1fr 1fr" gap={1.5}>
            {(['registered', 'approved', 'denied', 'pending'] as const).map((name) => (
              <Figure key={name} label={label(name)} value={format.number(data[name])} />
            ))}
            <Figure label={label('approval_rate')} value={share(data.approvedPercent)} strong />
            <Figure label={label('time_to_decide')} value={duration(data.minutesToDecide)} strong />
          </Columns>
        )}
      </Loaded>
    </Panel>
  );
}
