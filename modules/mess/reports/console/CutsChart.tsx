import { useTheme } from '@mui/material/styles';
import { useTranslate } from 'react-admin';
import { Chart, useFormat } from '../../../../kernel/ui/index.ts';
import type { CutReport } from './board/types.ts';

/** How many are away on each day; closed days have another colour. */
export function CutsChart({ days, today }: { days: CutReport | undefined; today: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const { primary, error } = useTheme().palette;
  const label = (name: string) => translate(`console.mess.report.${name}`);
  return (
    <Chart
      kind="bars"
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={[
        { label: label('away'), of: ({ cut, closed }) => (closed ? null : cut), color: primary.main, stack: 'away' },
        { label: label('closed'), of: ({ cut, closed }) => (closed ? cut : null), color: error.main, stack: 'away' },
      ]}
      mark={{ at: today, label: label('today') }}
    />
  );
}
