import { Box, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { EmptyNote, ErrorNote, Panel, ShareBar, useFormat } from '../../../../kernel/ui/index.ts';
import type { MealReport } from './board/types.ts';
import { MealsChart } from './MealsChart.tsx';
import { type Days, useReport } from './useReport.ts';

/** How well each meal is used: served of those who could eat. */
export function MealsPanel({ days }: { days: Days }) {
  const translate = useTranslate();
  const format = useFormat();
  const { data, error, refetch } = useReport<MealReport>('meals', days, ['mess.scan', 'mess.count', 'mess.meal']);
  const any = data?.meals.some(({ served }) => served > 0);
  return (
    <Panel title={translate('console.mess.report.meals')}>
      {error && <ErrorNote error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rounded" height={280} />}
      {data && !any && <EmptyNote title={translate('console.mess.report.nobody')} />}
      {data && any && (
        <>
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              mb: 2,
              gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', md: 'repeat(4, 1fr)' },
            }}
          >
            {data.meals.map(({ meal, entitled, served, percent }) => (
              <ShareBar
                key={meal.id}
                name={meal.name}
                text={
                  percent === null ? '–' : translate('console.mess.report.percent', { percent: format.number(percent) })
                }
                part={entitled === 0 ? 0 : served / entitled}
              />
            ))}
          </Box>
          <MealsChart report={data} />
          <Stack sx={{ typography: 'caption', color: 'text.secondary', mt: 1 }}>
            {translate('console.mess.report.meals_note')}
          </Stack>
        </>
      )}
    </Panel>
  );
}
