import { Box, Button, Card, Stack, Typography } from '@mui/material';
import { api, Caption, Fact, StateChip, useAction, useCan, useConfirm, useFormat, useLabels } from '../../ui/index.ts';
import type { Webhook } from './types.ts';

type Props = { webhook: Webhook; onEdit: () => void; onSecret: (secret: string) => void; onChanged: () => void };

/** One address: what it gets, how it fares, and what can be done with it. */
export function WebhookCard({ webhook, onEdit, onSecret, onChanged }: Props) {
  const label = useLabels('console.webhooks');
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const { id, active, goneAt, dead } = webhook;
  const state = active ? 'on' : goneAt ? 'gone' : 'off';
  const tone = { on: 'good', off: 'neutral', gone: 'bad' } as const;
  const act = async (work: () => Promise<unknown>, done: string) => {
    if (await run(work, { done: `console.webhooks.done.${done}` })) onChanged();
  };
  const rotate = async () => {
    const { secret } = await api.post<{ secret: string }>(`/webhooks/${id}/rotate-secret`, {});
    onSecret(secret);
  };
  return (
    <Card sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, mb: 0.5 }}>
        <Typography variant="h3" component="h2">
          {webhook.name}
        </Typography>
        <StateChip tone={tone[state]} label={label(`states.${state}`)} />
      </Stack>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {webhook.url}
      </Typography>
      <Caption component="div" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
        {webhook.events.join(' · ')}
      </Caption>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(3, 1fr)' } }}>
        <Fact label={label('waiting')}>{format.number(webhook.waiting)}</Fact>
        <Fact label={label('dead')}>{format.number(dead)}</Fact>
        <Fact label={label('last_done')}>{webhook.lastDoneAt ? format.dateTime(webhook.lastDoneAt) : '–'}</Fact>
      </Box>
      {can('webhooks.manage') && (
        <Stack direction="row" sx={{ gap: 1, mt: 2, flexWrap: 'wrap' }}>
          {active && (
            <Button
              size="small"
              variant="outlined"
              disabled={busy}
              onClick={() => act(() => api.post(`/webhooks/${id}/test`), 'tested')}
            >
              {label('test')}
            </Button>
          )}
          <Button size="small" onClick={onEdit}>
            {label('edit')}
          </Button>
          <Button
            size="small"
            disabled={busy}
            onClick={() => act(() => api.patch(`/webhooks/${id}`, { active: !active }), 'saved')}
          >
            {label(active ? 'off' : 'on')}
          </Button>
          {dead > 0 && (
            <Button
              size="small"
              disabled={busy}
              onClick={() => act(() => api.post(`/webhooks/${id}/replay`), 'replayed')}
            >
              {label('replay_dead')}
            </Button>
          )}
          <Button
            size="small"
            onClick={() =>
              ask({
                title: label('rotate'),
                text: label('rotate_text'),
                confirm: label('rotate'),
                danger: false,
                act: rotate,
                done: 'console.webhooks.done.saved',
              })
            }
          >
            {label('rotate')}
          </Button>
          <Button
            size="small"
            color="error"
            onClick={() =>
              ask({
                title: label('remove'),
                text: label('remove_text'),
                confirm: label('remove'),
                act: () => api.delete(`/webhooks/${id}`),
                done: 'console.webhooks.done.removed',
                after: onChanged,
              })
            }
          >
            {label('remove')}
          </Button>
        </Stack>
      )}
      {dialog}
    </Card>
  );
}
