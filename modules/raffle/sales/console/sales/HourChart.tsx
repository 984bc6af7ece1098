import { useTranslate } from 'react-admin';
import { Chart, useFormat } from '../../../../../kernel/ui/index.ts';
import type { Sales } from '../types.ts';

const HOUR_MS = 3_600_000;
/** The fewest hours on the axis, so that a first sale is not one block over the whole width. */
const MIN_HOURS = 12;

/** Numbers sold by the hour, for the first two days of a raffle, when a chart by day is still empty. */
export function HourChart({ hours }: { hours: Sales['byHour'] }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Chart
      kind="bars"
      height={250}
      rows={withoutGaps(hours)}
      at={({ at }) => at}
      showAt={format.time}
      show={format.number}
      series={[{ label: translate('console.raffle.sales.hour'), of: ({ numbers }) => numbers }]}
    />
  );
}

function withoutGaps(hours: Sales['byHour']): { at: string; numbers: number }[] {
  const known = new Map(hours.map(({ at, numbers }) => [Date.parse(at), numbers]));
  const last = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const first = Math.min(last - (MIN_HOURS - 1) * HOUR_MS, ...known.keys());
  return Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, i) => {
    const at = first + i * HOUR_MS;
    return { at: new Date(at).toISOString(), numbers: known.get(at) ?? 0 };
  });
}
