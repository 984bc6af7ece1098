import { Box, Button, Skeleton } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  Columns,
  EmptyNote,
  ErrorNote,
  Page,
  Panel,
  Tile,
  useFormat,
  useGet,
  useLabels,
} from '../../../../../kernel/ui/index.ts';
import { COUNT_TOPICS, dayName } from '../../../cook-count/console/count.ts';
import { MealCard } from './MealCard.tsx';
import { Tomorrow } from './Tomorrow.tsx';
import type { Board as BoardData } from './types.ts';

const TOPICS = [...COUNT_TOPICS, 'mess.scan'];
const listOf = (page: string, filter: object) => `/mess/${page}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** The lists with what waits. */
const WAITING = {
  registrations: listOf('students', { state: 'pending' }),
  proofs: listOf('payments', { state: 'uploaded' }),
  settlements: listOf('settlement', { state: 'open' }),
};

/**
 * Today at the mess, updated live: who may eat, each meal's served against expected, what waits, and tomorrow's cook
 * count.
 */
export default function Board() {
  const translate = useTranslate();
  const label = useLabels('console.mess.board');
  const format = useFormat();
  // No event announces that a meal begins or ends, so the board reloads by time.
  const query = useGet<BoardData>('/mess/reports/board', {}, { live: TOPICS, refetchInterval: 60_000 });
  const { data } = query;
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  const sum = (field: 'served' | 'refused') => data?.meals.reduce((total, meal) => total + meal[field], 0) ?? 0;
  const count = (value: number | undefined) => (value === undefined ? undefined : format.number(value));
  return (
    <Page
      title={label('title')}
      subtitle={data && dayName(data.day, format.locale)}
      actions={
        <Button component={Link} to="/mess/reports" variant="outlined">
          {translate('console.mess.report.title')}
        </Button>
      }
    >
      <Columns
        of="repeat(5, 1fr)"
        from="md"
        below="1fr 1fr"
        gap={2}
        sx={{ '& > :first-of-type': { gridColumn: { xs: 'span 2', md: 'auto' } } }}
      >
        <Tile
          strong
          label={label('eating')}
          value={count(data?.people.eating)}
          note={
            data &&
            label('not_eating', { away: format.number(data.people.away), unpaid: format.number(data.people.unpaid) })
          }
        />
        <Tile
          label={label('served')}
          value={data && count(sum('served'))}
          note={data && label('refused', { refused: format.number(sum('refused')) })}
          to={data && listOf('scans', { serviceOn: data.day })}
        />
        {(['registrations', 'proofs', 'settlements'] as const).map((name) => (
          <Tile key={name} label={label(name)} value={count(data?.waiting[name])} to={WAITING[name]} />
        ))}
      </Columns>
      {!data && <Skeleton variant="rounded" height={170} sx={{ mt: 2 }} />}
      {data?.meals.length === 0 && (
        <Panel sx={{ mt: 2 }}>
          <EmptyNote
            title={label('no_meals')}
            text={label('no_meals_text')}
            action={
              <Button component={Link} to="/mess/meals" variant="contained">
                {label('set_meals')}
              </Button>
            }
          />
        </Panel>
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          mt: 2,
          gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: 'repeat(4, 1fr)' },
        }}
      >
        {data?.meals.map((each) => (
          <MealCard key={each.meal.id} {...each} />
        ))}
      </Box>
      {data && data.meals.length > 0 && <Tomorrow />}
    </Page>
  );
}
