import { useTheme } from '@mui/material/styles';
import { Chart, useFormat } from '../../../../kernel/ui/index.ts';
import type { MealReport } from './board/types.ts';

/** Served at each meal, day by day. */
export function MealsChart({ report: { meals, days } }: { report: MealReport }) {
  const format = useFormat();
  const { palette } = useTheme();
  const colors = [palette.secondary.main, palette.primary.main, palette.info.main, palette.success.light];
  return (
    <Chart
      kind="bars"
      height={260}
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={meals.map(({ meal }, i) => ({
        label: meal.name,
        of: (day: MealReport['days'][number]) => day.meals.find(({ mealId }) => mealId === meal.id)?.served ?? 0,
        color: colors[i % colors.length],
        stack: 'served',
      }))}
    />
  );
}
