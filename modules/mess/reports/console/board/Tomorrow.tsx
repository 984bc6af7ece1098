import { Box, Button, Skeleton, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { api, ErrorNote, Panel, useFormat, useLive, useSession } from '../../../../../kernel/ui/index.ts';
import type { CookCount } from '../../../cook-count/console/count.ts';
import { COUNT_TOPICS } from '../../../cook-count/console/count.ts';

/** Tomorrow's cook count in a line; its page explains it. */
export function Tomorrow() {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['mess', 'cook-count', organization.id, ''],
    queryFn: () => api.get<CookCount>('/mess/reports/cook-count'),
  });
  useLive(COUNT_TOPICS, () => query.refetch());
  const { data } = query;
  return (
    <Panel
      sx={{ mt: 2 }}
      title={
        data
          ? translate('console.mess.board.tomorrow', { day: format.day(data.day) })
          : translate('console.mess.cook.title')
      }
      actions={
        <Button component={Link} to="/mess/cook-count" size="small">
          {translate('console.mess.board.how')}
        </Button>
      }
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={64} />}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
        {data?.meals.map(({ meal, closed, mayEat, share, count, kept }) => (
          <Box key={meal.id}>
            <Typography variant="body2" color="textSecondary">
              {meal.name}
            </Typography>
            <Typography className="figures" sx={{ fontSize: '1.5rem', fontWeight: 650, lineHeight: 1.3 }}>
              {format.number(closed ? 0 : (kept ?? count))}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {closed
                ? translate('console.mess.board.state.closed')
                : translate(`console.mess.cook.${share.percent === null ? 'everybody' : 'share_of'}`, {
                    percent: format.number(share.percent ?? 100),
                    people: format.number(mayEat),
                  })}
            </Typography>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
