import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../ui/index.ts';
import type { Webhook } from './types.ts';

type Props = { webhook: Webhook | null; onClose: () => void; onSaved: (secret: string | null) => void };

/** Adds a webhook, or changes one. */
export function WebhookForm({ webhook, onClose, onSaved }: Props) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.webhooks.${name}`);
  const initial = { name: webhook?.name ?? '', url: webhook?.url ?? '', events: (webhook?.events ?? ['*']).join('\n') };
  const form = useForm(initial, async ({ name, url, events }, key) => {
    const body = { name: name.trim(), url: url.trim(), events: events.split(/[\s,]+/).filter(Boolean) };
    if (webhook) {
      await api.patch(`/webhooks/${webhook.id}`, body);
      onSaved(null);
    } else {
      const made = await api.post<{ secret: string }>('/webhooks', body, { idempotencyKey: key });
      onSaved(made.secret);
    }
  });
  const events = form.bind('events');
  const url = form.bind('url');
  return (
    <FormDialog
      title={label(webhook ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField label={label('name')} autoFocus {...form.bind('name')} />
      <TextField label={label('url')} type="url" {...url} helperText={url.helperText ?? label('url_help')} />
      <TextField
        label={label('events')}
        multiline
        minRows={3}
        {...events}
        helperText={events.helperText ?? label('events_help')}
      />
    </FormDialog>
  );
}
