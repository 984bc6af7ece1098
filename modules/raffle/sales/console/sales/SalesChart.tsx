import { useTranslate } from 'react-admin';
import { Chart, useFormat } from '../../../../../kernel/ui/index.ts';
import type { Sales } from '../types.ts';

/** The numbers sold per day and in total; the tooltip shows the money of a day. */
export function SalesChart({ days, currency }: { days: Sales['byDay']; currency: string }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Chart
      kind="lines"
      height={250}
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={[
        { label: translate('console.raffle.sales.all'), of: ({ totalNumbers }) => totalNumbers, area: true },
        {
          label: translate('console.raffle.sales.day'),
          of: ({ numbers }) => numbers,
          text: ({ numbers, amount }) => `${format.number(numbers)} · ${format.money(amount, currency)}`,
        },
      ]}
    />
  );
}
