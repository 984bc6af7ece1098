import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  byChoice,
  Caption,
  type Column,
  ResourceList,
  RowCard,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useConfirm,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
import type { Mirror, Row } from './types.ts';

const STATES: Record<Row['state'], Tone> = {
  waiting: 'busy',
  unsure: 'busy',
  done: 'good',
  dead: 'bad',
  discarded: 'neutral',
};

/** Every row with its state; rows that Google refused can be tried again or discarded. */
export function RowList({ mirror }: { mirror: Mirror }) {
  const translate = useTranslate();
  const label = useLabels('console.mirror');
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const chip = (row: Row) => <StateChip tone={STATES[row.state]} label={label(`row_state.${row.state}`)} />;
  const content = (row: Row) =>
    Object.values(row.cells)
      .filter((cell) => cell !== null && cell !== '')
      .join(' · ');
  const buttons = (row: Row) =>
    row.state === 'dead' &&
    can('mirror.manage') && (
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button
          size="small"
          disabled={busy}
          onClick={() => run(() => api.post(`/mirror-rows/${row.id}/retry`), { done: 'console.mirror.done.retry' })}
        >
          {translate('console.action.retry')}
        </Button>
        <Button
          size="small"
          color="inherit"
          onClick={() =>
            ask({
              title: label('discard.title'),
              text: label('discard.text'),
              confirm: label('discard.button'),
              act: () => api.post(`/mirror-rows/${row.id}/discard`),
              done: 'console.mirror.done.discard',
            })
          }
        >
          {label('discard.button')}
        </Button>
      </Stack>
    );
  const error = (row: Row) =>
    row.lastError && (
      <Typography variant="caption" color="error" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {row.lastError}
      </Typography>
    );
  const columns: Column<Row>[] = [
    { key: 'at', label: label('at'), time: (row) => row.at },
    { key: 'event', label: label('event'), render: (row) => row.name },
    {
      key: 'cells',
      label: label('content'),
      render: (row) => (
        <>
          {content(row)}
          {error(row)}
        </>
      ),
    },
    { key: 'state', label: label('state'), render: chip },
    { key: 'actions', label: '', render: buttons },
  ];
  return (
    <>
      <ResourceList<Row>
        resource="mirror-rows"
        embedded
        live={['mirror']}
        columns={columns}
        filters={[
          byChoice('state', label('state'), Object.keys(STATES), (id) => label(`row_state.${id}`)),
          {
            kind: 'choice',
            source: 'event',
            label: label('event'),
            choices: mirror.events.map(({ event, name }) => ({ id: event, name })),
          },
        ]}
        card={(row) => (
          <RowCard title={row.name} right={chip(row)}>
            <Typography variant="body2">{content(row)}</Typography>
            {error(row)}
            <Caption>{format.dateTime(row.at)}</Caption>
            {buttons(row)}
          </RowCard>
        )}
        empty={{ title: label('rows.empty'), text: label('rows.empty_text') }}
      />
      {dialog}
    </>
  );
}
