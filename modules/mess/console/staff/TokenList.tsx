import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Column,
  Page,
  ResourceList,
  StateChip,
  type Tone,
  useCan,
  useConfirm,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { LinkDialog } from '../LinkDialog.tsx';
import type { HandedOver, StaffToken } from '../types.ts';
import { TokenDialog } from './TokenDialog.tsx';

const TONES: Record<StaffToken['state'], Tone> = { active: 'good', expired: 'neutral', revoked: 'bad' };

/** Who may scan at the door: a link each, with a name, a role and an end. */
export default function TokenList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [handed, setHanded] = useState<HandedOver | null>(null);
  const { columns, card, dialog } = useRows();
  const label = (name: string) => translate(`console.mess.token.${name}`);
  const add = can('mess.manage') && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {label('new')}
    </Button>
  );
  return (
    <Page title={label('many')} subtitle={label('text')} actions={add}>
      <ResourceList<StaffToken>
        resource="mess/staff-tokens"
        live={['mess.staff_token', 'mess.device']}
        columns={columns}
        card={card}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && (
        <TokenDialog
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setHanded(made);
          }}
        />
      )}
      {handed && (
        <LinkDialog
          title={translate('console.mess.token.handed_title', { name: handed.token.name })}
          text={translate('console.mess.token.handed_text', {
            role: label(`roles.${handed.token.role}`),
            until: format.dateTime(handed.token.validUntil),
          })}
          warning={label('once')}
          url={handed.url}
          qrSvg={handed.qrSvg}
          onClose={() => setHanded(null)}
        />
      )}
      {dialog}
    </Page>
  );
}

function useRows() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { ask, dialog } = useConfirm();
  const label = (name: string) => translate(`console.mess.token.${name}`);
  const revoke = (token: StaffToken) =>
    token.state === 'active' &&
    can('mess.manage') && (
      <Button
        size="small"
        variant="outlined"
        color="error"
        onClick={() =>
          ask({
            title: translate('console.mess.token.revoke_title', { name: token.name }),
            text: translate('console.mess.token.revoke_text', { smart_count: token.devices }),
            confirm: label('revoke'),
            act: () => api.post(`/mess/staff-tokens/${token.id}/revoke`),
            done: 'console.mess.token.revoked',
          })
        }
      >
        {label('revoke')}
      </Button>
    );
  const state = (token: StaffToken) => <StateChip tone={TONES[token.state]} label={label(`state.${token.state}`)} />;
  const columns: Column<StaffToken>[] = [
    { key: 'name', label: label('name'), render: (token) => <b style={{ fontWeight: 600 }}>{token.name}</b> },
    { key: 'role', label: label('role'), render: (token) => label(`roles.${token.role}`) },
    { key: 'state', label: label('stateField'), render: state },
    { key: 'until', label: label('validUntil'), nowrap: true, render: (token) => format.dateTime(token.validUntil) },
    {
      key: 'devices',
      label: label('devices'),
      align: 'right',
      from: 'md',
      render: (token) => format.number(token.devices),
    },
    {
      key: 'made',
      label: label('createdAt'),
      from: 'lg',
      render: (token) => `${format.date(token.createdAt)} · ${token.createdByName}`,
    },
    { key: 'actions', label: '', align: 'right', render: revoke },
  ];
  const card = (token: StaffToken) => (
    <Stack sx={{ gap: 0.5 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
        <Typography sx={{ fontWeight: 600 }}>{token.name}</Typography>
        {state(token)}
      </Stack>
      <Typography variant="caption" color="textSecondary">
        {[label(`roles.${token.role}`), `${label('validUntil')}: ${format.dateTime(token.validUntil)}`].join(' · ')}
      </Typography>
      <Stack sx={{ alignItems: 'flex-start' }}>{revoke(token)}</Stack>
    </Stack>
  );
  return { columns, card, dialog };
}
