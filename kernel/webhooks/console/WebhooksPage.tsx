import { Alert, Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useRefresh } from 'react-admin';
import { Code, CopyButton, EmptyNote, ErrorNote, Page, useCan, useGet, useLabels } from '../../ui/index.ts';
import { DeliveryList } from './DeliveryList.tsx';
import type { Webhook } from './types.ts';
import { WebhookCard } from './WebhookCard.tsx';
import { WebhookForm } from './WebhookForm.tsx';

/** The addresses that get the organization's events, and the log of what was sent. */
export default function WebhooksPage() {
  const label = useLabels('console.webhooks');
  const refresh = useRefresh();
  const can = useCan();
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const query = useGet<Webhook[]>('/webhooks');
  const changed = () => {
    void query.refetch();
    refresh();
  };
  const add = can('webhooks.manage') && (
    <Button variant="contained" onClick={() => setEditing('new')}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('title')} subtitle={label('text')} actions={add || undefined}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {secret && (
        <Alert severity="warning" onClose={() => setSecret(null)} sx={{ mb: 3 }}>
          {label('secret_text')}
          <Box sx={{ overflowX: 'auto', mt: 1 }}>
            <Code value={secret} />
            <CopyButton text={secret} />
          </Box>
        </Alert>
      )}
      {query.data && (
        <Stack sx={{ gap: 3 }}>
          {query.data.length === 0 && <EmptyNote title={label('empty')} text={label('empty_text')} />}
          {query.data.map((webhook) => (
            <WebhookCard
              key={webhook.id}
              webhook={webhook}
              onEdit={() => setEditing(webhook)}
              onSecret={setSecret}
              onChanged={changed}
            />
          ))}
          {query.data.length > 0 && (
            <Box>
              <Typography variant="h3" component="h2" sx={{ mb: 1.5 }}>
                {label('deliveries.title')}
              </Typography>
              <DeliveryList webhooks={query.data} />
            </Box>
          )}
        </Stack>
      )}
      {editing && (
        <WebhookForm
          webhook={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={(fresh) => {
            setEditing(null);
            setSecret(fresh);
            changed();
          }}
        />
      )}
    </Page>
  );
}
