import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, type Column, ResourceList, StateChip, type Tone, useAction, useCan, useFormat } from '../../ui/index.ts';
import type { Delivery, Webhook } from './types.ts';

const STATES: Record<Delivery['state'], Tone> = { waiting: 'busy', done: 'good', dead: 'bad' };

/** Every event that was sent or waits, with what was answered last; one can be sent again. */
export function DeliveryList({ webhooks }: { webhooks: Webhook[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const label = (name: string) => translate(`console.webhooks.${name}`);
  const nameOf = (row: Delivery) => webhooks.find(({ id }) => id === row.webhookId)?.name ?? '–';
  const chip = (row: Delivery) => <StateChip tone={STATES[row.state]} label={label(`delivery_state.${row.state}`)} />;
  const answer = (row: Delivery) => {
    const last = row.tries.at(-1);
    const next =
      row.nextAttemptAt && last
        ? translate('console.webhooks.deliveries.next', { when: format.dateTime(row.nextAttemptAt) })
        : null;
    return [last && `${last.status ?? last.error} (${last.ms} ms)`, next].filter(Boolean).join(' · ') || '–';
  };
  const again = (row: Delivery) =>
    row.state !== 'waiting' &&
    can('webhooks.manage') && (
      <Button
        size="small"
        disabled={busy}
        onClick={() =>
          run(() => api.post(`/webhook-deliveries/${row.id}/replay`), { done: 'console.webhooks.done.replayed' })
        }
      >
        {label('replay')}
      </Button>
    );
  const columns: Column<Delivery>[] = [
    { key: 'at', label: label('deliveries.at'), nowrap: true, render: (row) => format.dateTime(row.at) },
    { key: 'event', label: label('deliveries.event'), render: (row) => row.event },
    { key: 'webhook', label: label('deliveries.webhook'), render: nameOf },
    { key: 'answer', label: label('deliveries.answer'), render: answer },
    { key: 'attempts', label: label('deliveries.attempts'), render: (row) => format.number(row.attempts) },
    { key: 'state', label: label('state'), render: chip },
    { key: 'actions', label: '', render: again },
  ];
  return (
    <ResourceList<Delivery>
      resource="webhook-deliveries"
      embedded
      columns={columns}
      filters={[
        {
          kind: 'choice',
          source: 'state',
          label: label('state'),
          choices: (Object.keys(STATES) as Delivery['state'][]).map((id) => ({
            id,
            name: label(`delivery_state.${id}`),
          })),
        },
        {
          kind: 'choice',
          source: 'webhook_id',
          label: label('deliveries.webhook'),
          choices: webhooks.map(({ id, name }) => ({ id, name })),
        },
      ]}
      card={(row) => (
        <Stack sx={{ gap: 0.5 }}>
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <b>{row.event}</b>
            {chip(row)}
          </Stack>
          <Typography variant="body2">{nameOf(row)}</Typography>
          <Typography variant="caption" color="textSecondary">
            {format.dateTime(row.at)} · {answer(row)}
          </Typography>
          {again(row)}
        </Stack>
      )}
      empty={{ title: label('deliveries.empty'), text: label('deliveries.empty_text') }}
    />
  );
}
