import { Box, Link, Skeleton, Stack, Typography } from '@mui/material';
import { lazy, Suspense } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import {
  Caption,
  dotted,
  ErrorNote,
  Muted,
  Page,
  Panel,
  SelectField,
  StateChip,
  type Tone,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { machinesOf, type Place, type Places } from './place.ts';

/** The map itself is larger than the rest of the page. */
const PlacesMap = lazy(() => import('./PlacesMap.tsx'));

const TONES: Record<Place['state'], Tone> = {
  critical: 'bad',
  warning: 'warning',
  info: 'busy',
  fine: 'good',
  empty: 'neutral',
};
/** Where machines stand and how they are: a map, and the same as a list. */
export default function MapPage() {
  const translate = useTranslate();
  const format = useFormat();
  const merchants = useMerchants();
  const [search, setSearch] = useSearchParams();
  const merchant = search.get('merchant') ?? '';
  const label = useLabels('console.coffee.map');
  const query = useGet<Places>('/coffee/map', merchant ? { merchant_id: merchant } : {}, {
    live: ['coffee.machine', 'coffee.alarm', 'coffee.location'],
    keep: true,
  });
  const { data } = query;
  const choose = merchants.length > 1 && (
    <SelectField
      size="small"
      label={translate('console.coffee.machine.merchant')}
      value={merchants.some(({ id }) => id === merchant) ? merchant : ''}
      onChange={(event) => setSearch(event.target.value ? { merchant: event.target.value } : {}, { replace: true })}
      sx={{ minWidth: 150 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      choices={merchants}
      none={translate('console.coffee.dashboard.all')}
    />
  );
  return (
    <Page title={label('title')} subtitle={label('text')} actions={choose}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={420} />}
      {data && data.places.length === 0 && (
        <Panel title={label('none')}>
          <Typography color="textSecondary">{label('none_text')}</Typography>
        </Panel>
      )}
      {data && data.places.length > 0 && (
        <Stack sx={{ gap: 2 }}>
          <Panel padded={false}>
            <Suspense fallback={<Skeleton variant="rounded" height={420} />}>
              <PlacesMap places={data.places} tiles={data.tiles} />
            </Suspense>
          </Panel>
          <Panel>
            <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: '1fr 1fr 1fr' } }}>
              {data.places.map((place) => (
                <Stack
                  key={place.id}
                  direction="row"
                  sx={{ justifyContent: 'space-between', alignItems: 'start', gap: 1 }}
                >
                  <Box sx={{ minWidth: 0 }}>
                    <Link component={RouterLink} underline="hover" to={machinesOf(place)} sx={{ fontWeight: 600 }}>
                      {place.name}
                    </Link>
                    <Caption component="div">
                      {dotted([
                        place.merchant.name,
                        `${label('online')} ${format.number(place.online)}/${format.number(place.machines)}`,
                        place.alarms > 0 ? `${label('alarms')} ${format.number(place.alarms)}` : '',
                      ])}
                    </Caption>
                  </Box>
                  <StateChip tone={TONES[place.state]} label={label(place.state)} />
                </Stack>
              ))}
            </Box>
          </Panel>
        </Stack>
      )}
      {data && data.without > 0 && <Muted sx={{ mt: 2 }}>{label('unplaced', { count: data.without })}</Muted>}
    </Page>
  );
}
