import { Box, Stack } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { Chart, EmptyNote, Loaded, Panel, ShareBar, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { MealReport } from './board/types.ts';
import { type Days, useReport } from './useReport.ts';

const MEALS = {
  display: 'grid',
  gap: 2,
  mb: 2,
  gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', md: 'repeat(4, 1fr)' },
};

/** How well each meal is used: served of those who could eat. */
export function MealsPanel({ days }: { days: Days }) {
  const label = useLabels('console.mess.report');
  const format = useFormat();
  const query = useReport<MealReport>('meals', days, ['mess.scan', 'mess.count', 'mess.meal']);
  const share = (percent: number | null) =>
    percent === null ? '–' : label('percent', { percent: format.number(percent) });
  return (
    <Panel title={label('meals')}>
      <Loaded query={query}>
        {(report) =>
          report.meals.some(({ served }) => served > 0) ? (
            <>
              <Box sx={MEALS}>
                {report.meals.map(({ meal, entitled, served, percent }) => (
                  <ShareBar
                    key={meal.id}
                    name={meal.name}
                    text={share(percent)}
                    part={entitled === 0 ? 0 : served / entitled}
                  />
                ))}
              </Box>
              <MealsChart report={report} />
              <Stack sx={{ typography: 'caption', color: 'text.secondary', mt: 1 }}>{label('meals_note')}</Stack>
            </>
          ) : (
            <EmptyNote title={label('nobody')} />
          )
        }
      </Loaded>
    </Panel>
  );
}

/** Served at each meal, day by day. */
function MealsChart({ report: { meals, days } }: { report: MealReport }) {
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
