import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  Caption,
  type Column,
  RowCard,
  StateChip,
  useConfirm,
  useFormat,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { OfficeList } from './OfficeList.tsx';
import { useRoles } from './useRoles.ts';

type Key = {
  id: string;
  name: string;
  prefix: string;
  role: string;
  staffRole: string | null;
  /** the organization's own */
  service: boolean;
  scopes: string[] | null;
  addresses: string[] | null;
  /** its role, or its maker's current role when that is lower */
  actsAs: string | null;
  /** null: the command line; without a name: a person who has left */
  madeBy: { name: string | null } | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  createdAt: string;
};

function stateOf(key: Key): 'active' | 'revoked' | 'expired' | 'lost' {
  if (key.revokedAt) return 'revoked';
  if (key.actsAs === null) return 'lost';
  return key.expiresAt && Date.parse(key.expiresAt) < Date.now() ? 'expired' : 'active';
}

/** API keys for machines. A key is shown once, when it is made. */
export default function ApiKeys() {
  const translate = useTranslate();
  const label = useLabels('console.api_keys');
  const format = useFormat();
  const { ask, dialog } = useConfirm();
  const [making, setMaking] = useState(false);
  const roles = useRoles([]);
  const state = (key: Key) => (
    <StateChip tone={stateOf(key) === 'active' ? 'good' : 'neutral'} label={label(`state.${stateOf(key)}`)} />
  );
  const maker = (key: Key) =>
    key.service
      ? label('maker_organization')
      : (key.madeBy?.name ?? label(key.madeBy ? 'maker_gone' : 'maker_command'));
  const role = (key: Key) => {
    const limits = [...(key.scopes ?? []), ...(key.addresses ?? [])].join(' · ');
    const name = limits ? (
      <>
        {roles.nameOf(key)}
        <Caption component="div">{limits}</Caption>
      </>
    ) : (
      roles.nameOf(key)
    );
    if (key.staffRole || key.actsAs === null || key.actsAs === key.role || key.revokedAt) return name;
    return (
      <>
        {name}
        <Caption component="div">{label('acts_as', { role: translate(`console.role.${key.actsAs}`) })}</Caption>
      </>
    );
  };
  const end = (key: Key) =>
    (stateOf(key) === 'active' || stateOf(key) === 'lost') && (
      <Button
        size="small"
        color="error"
        onClick={() =>
          ask({
            title: label('revoke_title', { name: key.name }),
            text: label('revoke_text'),
            confirm: label('revoke'),
            act: () => api.delete(`/api-keys/${key.id}`),
            done: 'console.api_keys.revoked',
          })
        }
      >
        {label('revoke')}
      </Button>
    );
  const used = (key: Key) => (key.lastUsedAt ? format.ago(key.lastUsedAt) : label('never'));
  const columns: Column<Key>[] = [
    { key: 'name', label: label('name'), render: (key) => <b style={{ fontWeight: 600 }}>{key.name}</b> },
    { key: 'prefix', label: label('prefix'), nowrap: true, render: (key) => <code>{key.prefix}…</code> },
    { key: 'role', label: label('role'), render: role },
    { key: 'maker', label: label('maker'), from: 'md', render: maker },
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
  return (
    <OfficeList<Key>
      texts="api_keys"
      actions={add}
      embedded
      resource="api-keys"
      columns={columns}
      card={(key) => (
        <RowCard
          title={key.name}
          note={
            <>
              <code>{key.prefix}…</code> · {roles.nameOf(key)} · {maker(key)} · {used(key)}
            </>
          }
          right={state(key)}
        >
          <div>{end(key)}</div>
        </RowCard>
      )}
    >
      <NewKeyDialog open={making} onClose={() => setMaking(false)} />
      {dialog}
    </OfficeList>
  );
}
