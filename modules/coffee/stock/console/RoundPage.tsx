import CheckIcon from '@mui/icons-material/CheckCircle';
import { Alert, Button, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  Caption,
  dotted,
  ErrorNote,
  fileUrl,
  Page,
  Panel,
  SelectField,
  Strong,
  useAddress,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useAllLocations } from '../../locations/console/useLocations.ts';
import { RoundLine } from './RoundLine.tsx';
import { type Row, useRound } from './useRound.ts';

const DAYS = [1, 2, 3, 5, 7, 14];

/** What a technician has to fill, by location; ticked off also without a network. The filter is in the URL. */
export default function RoundPage() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const locations = useAllLocations();
  const { get, set } = useAddress();
  const label = useLabels('console.coffee.round');
  const days = DAYS.find((one) => String(one) === get('days')) ?? 3;
  const location = get('location');
  const filter = { days, ...(location && { location_id: location }) };
  const { query, ticked, waiting, tick } = useRound(filter);
  const { rows = [], keptAt } = query.data ?? {};
  const places = [...Map.groupBy(rows, (row) => row.location?.id ?? '')];
  const stateOf = ({ id, filled }: Row) =>
    waiting.has(id) ? 'waiting' : ticked.has(id) ? 'done' : filled ? 'filled' : 'open';
  const done = rows.filter((row) => stateOf(row) !== 'open').length;
  const choice = (name: string, title: string, value: string, items: { id: string; name: string }[]) => (
    <SelectField
      size="small"
      label={title}
      value={items.some(({ id }) => id === value) ? value : ''}
      onChange={(event) => set({ [name]: event.target.value })}
      sx={{ minWidth: 120 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      choices={items}
    />
  );
  const spans = DAYS.map((one) => ({ id: String(one), name: String(one) }));
  const all = { id: '', name: translate('console.coffee.dashboard.all') };
  return (
    <Page
      title={label('title')}
      subtitle={label('text', { days })}
      width={760}
      actions={
        <>
          {choice('days', label('days'), String(days), spans)}
          {locations.length > 0 && choice('location', label('location'), location, [all, ...locations])}
          <Button
            component="a"
            href={fileUrl('/coffee/refill-round/export.csv', { filter: JSON.stringify(filter) })}
            download
          >
            {label('csv')}
          </Button>
        </>
      }
    >
      {query.error && !query.data && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {keptAt !== undefined && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {label('kept', { at: format.dateTime(new Date(keptAt).toISOString()) })}
        </Alert>
      )}
      {query.isPending && <Skeleton variant="rounded" height={240} />}
      {query.data && rows.length === 0 && (
        <Alert severity="success" icon={<CheckIcon />}>
          <Strong>{label('none')}</Strong>
          {label('none_text')}
        </Alert>
      )}
      {rows.length > 0 && (
        <Strong className="figures" role="status" sx={{ mb: 1.5 }}>
          {label('left', { done, all: rows.length })}
        </Strong>
      )}
      <Stack sx={{ gap: 2 }}>
        {places.map(([id, of]) => (
          <Panel key={id} title={<PlaceName row={of[0] as Row} />} padded={false}>
            <Stack component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {of.map((row) => (
                <RoundLine key={row.id} row={row} state={stateOf(row)} onTick={can('coffee.operate') ? tick : null} />
              ))}
            </Stack>
          </Panel>
        ))}
      </Stack>
    </Page>
  );
}

function PlaceName({ row: { location, merchant } }: { row: Row }) {
  const translate = useTranslate();
  return (
    <>
      {location?.name ?? translate('console.coffee.round.nowhere')}
      <Caption component="div">{dotted([merchant.name, location?.address])}</Caption>
    </>
  );
}
