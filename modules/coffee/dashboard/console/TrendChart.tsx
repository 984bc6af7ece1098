import { useTranslate } from 'react-admin';
import { type Camelized, Chart, useFormat } from '../../../../kernel/ui/index.ts';
import type { Summary } from '../contract.ts';

/** Net sales by hour, day or week. */
export function TrendChart({ data }: { data: Camelized<Summary> | undefined }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Chart
      kind="bars"
      height={260}
      rows={data?.trend}
      at={({ at }) => at}
      showAt={data?.by === 'hour' ? format.time : format.day}
      show={(value) => format.shortMoney(value, data?.currency)}
      series={[
        {
          label: translate('console.coffee.dashboard.sales'),
          of: ({ amount }) => Number(amount),
          text: ({ amount }) => format.money(amount, data?.currency),
        },
      ]}
    />
  );
}
