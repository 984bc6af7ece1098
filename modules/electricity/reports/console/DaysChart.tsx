import { Chart, useFormat } from '../../../../kernel/ui/index.ts';

type Props = { bars: { at: string; wh: number }[]; by: 'day' | 'month' };

/** What was used, a bar for each day or month. */
export function DaysChart({ bars, by }: Props) {
  const format = useFormat();
  const month = new Intl.DateTimeFormat(format.locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  return (
    <Chart
      kind="bars"
      height={200}
      rows={bars}
      at={({ at }) => at}
      showAt={by === 'day' ? format.day : (at) => month.format(new Date(`${at}T00:00:00Z`))}
      show={format.number}
      series={[{ label: 'kWh', of: ({ wh }) => wh / 1000, text: ({ wh }) => `${format.number(wh / 1000)} kWh` }]}
    />
  );
}
