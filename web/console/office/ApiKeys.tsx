import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  ConfirmDialog,
  Page,
  ResourceList,
  StateChip,
  useAction,
  useFormat,
} from '../../../kernel/ui/index.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';

type Key = {
  id: string;
  name: string;
  prefix: string;
  role: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  createdAt: string;
};

function stateOf(key: Key): 'active' | 'revoked' | 'expired' {
  if (key.revokedAt) return 'revoked';
  return key.expiresAt && Date.parse(key.expiresAt) < Date.now() ? 'expired' : 'active';
}

/** Keys of machines that call the API. A key is shown once, when it is made. */
export default function ApiKeys() {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, run } = useAction();
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Key | null>(null);
  const label = (name: string) => translate(`console.api_keys.${name}`);
  const state = (key: Key) => (
    <StateChip tone={stateOf(key) === 'active' ? 'good' : 'neutral'} label={label(`state.${stateOf(key)}`)} />
  );
  const end = (key: Key) =>
    stateOf(key) === 'active' && (
      <Button size="small" color="error" onClick={() => setEnding(key)}>
        {label('revoke')}
      </Button>
    );
  const used = (key: Key) => (key.lastUsedAt ? format.ago(key.lastUsedAt) : label('never'));
  const columns: Column<Key>[] = [
    { key: 'name', label: label('name'), render: (key) => <b style={{ fontWeight: 600 }}>{key.name}</b> },
    { key: 'prefix', label: label('prefix'), nowrap: true, render: (key) => <code>{key.prefix}…</code> },
    { key: 'role', label: label('role'), render: (key) => translate(`console.role.${key.role}`) },
    { key: 'state', label: label('state_label'), render: state },
    { key: 'used', label: label('lastUsedAt'), nowrap: true, from: 'md', render: used },
    {
      key: 'expires',
      label: label('expiresAt'),
      nowrap: true,
      from: 'lg',
      render: (key) => (key.expiresAt ? format.date(key.expiresAt) : label('never_ends')),
    },
    { key: 'end', label: '', align: 'right', render: end },
  ];
  const add = (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setMaking(true)}>
      {label('new')}
    </Button>
  );
  const confirm = async () => {
    if (await run(() => api.delete(`/api-keys/${ending?.id}`), { done: 'console.api_keys.revoked' })) setEnding(null);
  };
  return (
    <Page title={label('title')} subtitle={label('text')} actions={add}>
      <ResourceList<Key>
        embedded
        resource="api-keys"
        columns={columns}
        card={(key) => (
          <Stack sx={{ gap: 0.5 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>{key.name}</Typography>
              {state(key)}
            </Stack>
            <Typography variant="caption" color="textSecondary">
              <code>{key.prefix}…</code> · {translate(`console.role.${key.role}`)} · {used(key)}
            </Typography>
            <div>{end(key)}</div>
          </Stack>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      <NewKeyDialog open={making} onClose={() => setMaking(false)} />
      <ConfirmDialog
        open={ending !== null}
        danger
        busy={busy}
        title={translate('console.api_keys.revoke_title', { name: ending?.name })}
        text={label('revoke_text')}
        confirm={label('revoke')}
        onConfirm={() => void confirm()}
        onClose={() => setEnding(null)}
      />
    </Page>
  );
}
