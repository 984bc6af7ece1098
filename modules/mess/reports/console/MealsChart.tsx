import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { MealReport } from './board/types.ts';

/** Served at each meal, day by day. */
export default function MealsChart({ report: { meals, days } }: { report: MealReport }) {
  const format = useFormat();
  const { palette } = useTheme();
  const colors = [palette.secondary.main, palette.primary.main, palette.info.main, palette.success.light];
  const count = (value: number | null) => format.number(value ?? 0);
  return (
    <BarChart
      height={260}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      xAxis={[
        {
          scaleType: 'band',
          data: days.map(({ day }) => day),
          valueFormatter: (day: string) => format.day(day),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[{ valueFormatter: count, disableLine: true, disableTicks: true, width: 'auto', min: 0, tickNumber: 4 }]}
      series={meals.map(({ meal }, i) => ({
        data: days.map((day) => day.meals.find(({ mealId }) => mealId === meal.id)?.served ?? 0),
        label: meal.name,
        valueFormatter: count,
        color: colors[i % colors.length],
        stack: 'served',
      }))}
      grid={{ horizontal: true }}
      slotProps={{ legend: { direction: 'horizontal', position: { vertical: 'bottom', horizontal: 'center' } } }}
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
