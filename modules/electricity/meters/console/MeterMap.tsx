import { useTranslate } from 'react-admin';
import { type Camelized, Columns, Tile, useFormat, useGet } from '../../../../kernel/ui/index.ts';
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
  const query = useGet<Camelized<MeterCounts>>(
    '/electricity/meter-counts',
    {},
    { live: ['electricity.meter', 'electricity.reading'] },
  );
  return (
    <Columns of="repeat(6, 1fr)" from="md" below="repeat(2, 1fr)" gap={1.5} sx={{ mb: 2 }}>
      {(Object.keys(TILES) as (keyof typeof TILES)[]).map((name) => (
        <Tile
          key={name}
          label={translate(`console.electricity.meter.${name}`)}
          value={query.data && format.number(query.data[name])}
          to={TILES[name]}
        />
      ))}
    </Columns>
  );
}
