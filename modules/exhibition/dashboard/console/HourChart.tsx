import { Chart, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { DashboardData } from './types.ts';

/** Today's bills by the hour, which show when the queue was long. */
export function HourChart({ hours }: { hours: DashboardData['byHour'] | undefined }) {
  const format = useFormat();
  const label = useLabels('console.exhibition.dashboard');
  return (
    <Chart
      kind="bars"
      height={260}
      rows={hours}
      at={({ hour }) => String(hour).padStart(2, '0')}
      show={format.number}
      series={[
        { label: label('bills'), of: ({ bills }) => bills },
        { label: label('registrations'), of: ({ registrations }) => registrations },
        // A fair without an entrance that counts has none.
        ...(hours?.some(({ visits }) => visits > 0)
          ? [{ label: label('visits'), of: ({ visits }: DashboardData['byHour'][number]) => visits }]
          : []),
      ]}
    />
  );
}
