import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, type Camelized, Tile, useFormat, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { MeterCounts } from '../contract.ts';

const listOf = (filter: object) => `/electricity/meters?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** What each number counts, one tap away. */
const TILES = {
  active: listOf({ state: 'active' }),
  empty: listOf({ mark: 'empty' }),
  silent: listOf({ mark: 'silent' }),
  suspended: listOf({ state: 'suspended' }),
  inactive: listOf({ state: 'inactive' }),
  flagged: `/electricity/readings?filter=${encodeURIComponent(JSON.stringify({ state: 'flagged' }))}`,
} as const;

/** How many meters stand how. */
export function MeterMap() {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['electricity', 'meter-counts', organization.id],
    queryFn: () => api.get<Camelized<MeterCounts>>('/electricity/meter-counts'),
  });
  useLive(['electricity.meter', 'electricity.reading'], () => query.refetch());
  return (
    <Box sx={{ display: 'grid', gap: 1.5, mb: 2, gridTemplateColumns: { xs: 'repeat(2, 1fr)', md: 'repeat(6, 1fr)' } }}>
      {(Object.keys(TILES) as (keyof typeof TILES)[]).map((name) => (
        <Tile
          key={name}
          label={translate(`console.electricity.meter.${name}`)}
          value={query.data && format.number(query.data[name])}
          to={TILES[name]}
        />
      ))}
    </Box>
  );
}
