import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  ResourceList,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useConfirm,
  useFormat,
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
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const chip = (row: Row) => (
    <StateChip tone={STATES[row.state]} label={translate(`console.mirror.row_state.${row.state}`)} />
  );
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
              title: translate('console.mirror.discard.title'),
              text: translate('console.mirror.discard.text'),
              confirm: translate('console.mirror.discard.button'),
              act: () => api.post(`/mirror-rows/${row.id}/discard`),
              done: 'console.mirror.done.discard',
            })
          }
        >
          {translate('console.mirror.discard.button')}
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
    {
      key: 'at',
      label: translate('console.mirror.at'),
      nowrap: true,
      render: (row) => format.dateTime(row.at),
    },
    { key: 'event', label: translate('console.mirror.event'), render: (row) => row.name },
    {
      key: 'cells',
      label: translate('console.mirror.content'),
      render: (row) => (
        <>
          {content(row)}
          {error(row)}
        </>
      ),
    },
    { key: 'state', label: translate('console.mirror.state'), render: chip },
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
          {
            kind: 'choice',
            source: 'state',
            label: translate('console.mirror.state'),
            choices: (Object.keys(STATES) as Row['state'][]).map((id) => ({
              id,
              name: translate(`console.mirror.row_state.${id}`),
            })),
          },
          {
            kind: 'choice',
            source: 'event',
            label: translate('console.mirror.event'),
            choices: mirror.events.map(({ event, name }) => ({ id: event, name })),
          },
        ]}
        card={(row) => (
          <Stack sx={{ gap: 0.5 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <b>{row.name}</b>
              {chip(row)}
            </Stack>
            <Typography variant="body2">{content(row)}</Typography>
            {error(row)}
            <Typography variant="caption" color="textSecondary">
              {format.dateTime(row.at)}
            </Typography>
            {buttons(row)}
          </Stack>
        )}
        empty={{ title: translate('console.mirror.rows.empty'), text: translate('console.mirror.rows.empty_text') }}
      />
      {dialog}
    </>
  );
}
