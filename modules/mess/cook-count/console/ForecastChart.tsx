import { useTheme } from '@mui/material/styles';
import { useTranslate } from 'react-admin';
import { Chart, useFormat } from '../../../../kernel/ui/index.ts';
import type { CookCount } from './count.ts';

/** The forecast for the kitchen and the number who came; a gap where nobody was scanned. */
export function ForecastChart({ days }: { days: CookCount['error']['days'] }) {
  const translate = useTranslate();
  const format = useFormat();
  const { primary, secondary } = useTheme().palette;
  const label = (name: string) => translate(`console.mess.cook.${name}`);
  return (
    <Chart
      kind="lines"
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={[
        { label: label('forecast_long'), of: ({ count }) => count, color: secondary.main },
        { label: label('came'), of: ({ served }) => served, color: primary.main },
      ]}
    />
  );
}
