import { Button } from '@mui/material';
import {
  api,
  byChoice,
  type Column,
  dotted,
  ResourceList,
  RowCard,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
import type { Delivery, Webhook } from './types.ts';

const STATES: Record<Delivery['state'], Tone> = { waiting: 'busy', done: 'good', dead: 'bad' };

/** Every event that was sent or waits, with what was answered last; one can be sent again. */
export function DeliveryList({ webhooks }: { webhooks: Webhook[] }) {
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const label = useLabels('console.webhooks');
  const nameOf = (row: Delivery) => webhooks.find(({ id }) => id === row.webhookId)?.name ?? '–';
  const chip = (row: Delivery) => <StateChip tone={STATES[row.state]} label={label(`delivery_state.${row.state}`)} />;
  const answer = (row: Delivery) => {
    const last = row.tries.at(-1);
    const next =
      row.nextAttemptAt && last ? label('deliveries.next', { when: format.dateTime(row.nextAttemptAt) }) : null;
    return dotted([last && `${last.status ?? last.error} (${last.ms} ms)`, next]) || '–';
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
    { key: 'at', label: label('deliveries.at'), time: (row) => row.at },
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
        byChoice('state', label('state'), Object.keys(STATES), (id) => label(`delivery_state.${id}`)),
        { kind: 'choice', source: 'webhook_id', label: label('deliveries.webhook'), choices: webhooks },
      ]}
      card={(row) => (
        <RowCard title={row.event} note={[nameOf(row), format.dateTime(row.at), answer(row)]} right={chip(row)}>
          {again(row)}
        </RowCard>
      )}
      empty={{ title: label('deliveries.empty'), text: label('deliveries.empty_text') }}
    />
  );
}
