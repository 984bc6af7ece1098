import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, useForm, useLabels } from '../../ui/index.ts';
import type { Webhook } from './types.ts';

const LABELS = 'console.webhooks';

type Props = { webhook: Webhook | null; onClose: () => void; onSaved: (secret: string | null) => void };

/** Adds a webhook, or changes one. */
export function WebhookForm({ webhook, onClose, onSaved }: Props) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const initial = { name: webhook?.name ?? '', url: webhook?.url ?? '', events: (webhook?.events ?? ['*']).join('\n') };
  const send = async ({ name, url, events }: typeof initial, key: string) => {
    const body = { name: name.trim(), url: url.trim(), events: events.split(/[\s,]+/).filter(Boolean) };
    if (webhook) {
      await api.patch(`/webhooks/${webhook.id}`, body);
      onSaved(null);
    } else {
      const made = await api.post<{ secret: string }>('/webhooks', body, { idempotencyKey: key });
      onSaved(made.secret);
    }
  };
  const form = useForm(initial, send, LABELS);
  return (
    <FormDialog
      title={label(webhook ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField autoFocus {...form.bind('name')} />
      <TextField type="url" {...form.bind('url', { help: 'url_help' })} />
      <TextField multiline minRows={3} {...form.bind('events', { help: 'events_help' })} />
    </FormDialog>
  );
}
