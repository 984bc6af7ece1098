import { useTranslate } from 'react-admin';
import { Chart, useFormat } from '../../../../kernel/ui/index.ts';
import type { DashboardData } from './types.ts';

/** Sales a day, over the last days. */
export function SalesChart({ days, currency }: { days: DashboardData['byDay'] | undefined; currency: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const soldOn = (day: DashboardData['byDay'][number]) =>
    day.sales.find((sum) => sum.currency === currency)?.total ?? '0';
  return (
    <Chart
      kind="lines"
      height={260}
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={(value) => format.shortMoney(value, currency)}
      series={[
        {
          label: translate('console.exhibition.dashboard.sales'),
          of: (day) => Number(soldOn(day)),
          text: (day) => format.money(soldOn(day), currency),
          area: true,
        },
      ]}
    />
  );
}
