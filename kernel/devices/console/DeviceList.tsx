import AddIcon from '@mui/icons-material/Add';
import { Button, Stack } from '@mui/material';
import { useState } from 'react';
import {
  api,
  byChoice,
  type Column,
  LinkDialog,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  type Tone,
  useAction,
  useCan,
  useConfirm,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
import { DEVICE_STATES } from '../contract.ts';
import { AddDialog } from './AddDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import type { Device, HandedOver } from './types.ts';
import { useKinds } from './useKinds.ts';

const TONES: Record<Device['state'], Tone> = { active: 'good', waiting: 'warning', expired: 'neutral', revoked: 'bad' };
const TOPICS = ['device'];

/** The devices of the organization: add one, see when it was last used, revoke it. */
export default function DeviceList() {
  const label = useLabels('console.devices');
  const can = useCan();
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const [handed, setHanded] = useState<HandedOver | null>(null);
  const [renaming, setRenaming] = useState<Device | null>(null);
  const kinds = useKinds();
  const { columns, card, dialog } = useRows({ onHanded: setHanded, onRename: setRenaming });
  const add = can('device.write') && kinds.length > 0 && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {label('add')}
    </Button>
  );
  return (
    <Page title={label('title')} subtitle={label('text')} actions={add}>
      <ResourceList<Device>
        resource="devices"
        live={TOPICS}
        columns={columns}
        card={card}
        searchLabel={label('search')}
        filters={[
          byChoice('kind', label('kind_label'), kinds, (id) => label(`kind.${id}`)),
          byChoice('state', label('state_label'), DEVICE_STATES, (id) => label(`state.${id}`)),
        ]}
        empty={{ title: label('none'), text: label(kinds.length > 0 ? 'none_text' : 'no_kinds'), action: add }}
      />
      {adding && (
        <AddDialog
          kinds={kinds}
          onClose={() => setAdding(false)}
          onAdded={(made) => {
            setAdding(false);
            setHanded(made);
          }}
        />
      )}
      {renaming && <RenameDialog device={renaming} onClose={() => setRenaming(null)} />}
      {handed && (
        <LinkDialog
          title={label('code_title', { name: handed.device.name })}
          warning={label('code_text', {
            until: handed.device.codeExpiresAt ? format.dateTime(handed.device.codeExpiresAt) : '',
          })}
          qrSvg={handed.qrSvg}
          code={handed.code}
          url={handed.url}
          onClose={() => setHanded(null)}
        />
      )}
      {dialog}
    </Page>
  );
}

type Handlers = { onHanded: (handed: HandedOver) => void; onRename: (device: Device) => void };

function useRows({ onHanded, onRename }: Handlers) {
  const label = useLabels('console.devices');
  const format = useFormat();
  const can = useCan();
  const { run } = useAction();
  const { ask, dialog } = useConfirm();
  const renew = async ({ id }: Device) => onHanded(await api.post<HandedOver>(`/devices/${id}/code`));
  const askRenew = (device: Device) =>
    device.state === 'waiting'
      ? void run(() => renew(device))
      : ask({
          title: label('replace_title', { name: device.name }),
          text: label('replace_text'),
          confirm: label('replace'),
          act: () => renew(device),
          done: 'console.devices.code_made',
        });
  const revoke = (device: Device) =>
    ask({
      title: label('revoke_title', { name: device.name }),
      text: label('revoke_text'),
      confirm: label('revoke'),
      act: () => api.post(`/devices/${device.id}/revoke`),
      done: 'console.devices.revoked',
    });
  const actions = (device: Device) =>
    can('device.write') &&
    device.state !== 'revoked' && (
      <Stack direction="row" sx={{ gap: 0.75, justifyContent: 'flex-end', flexWrap: 'wrap' }}>
        <Button size="small" variant="outlined" onClick={() => onRename(device)}>
          {label('rename')}
        </Button>
        {device.state !== 'expired' && (
          <Button size="small" variant="outlined" onClick={() => askRenew(device)}>
            {label(device.state === 'waiting' ? 'new_code' : 'replace')}
          </Button>
        )}
        <Button size="small" variant="outlined" color="error" onClick={() => revoke(device)}>
          {label('revoke')}
        </Button>
      </Stack>
    );
  const state = (device: Device) => <StateChip tone={TONES[device.state]} label={label(`state.${device.state}`)} />;
  const seen = (device: Device) => (device.lastSeenAt ? format.ago(device.lastSeenAt) : label('never'));
  const columns: Column<Device>[] = [
    { key: 'name', label: label('name'), render: (device) => <b style={{ fontWeight: 600 }}>{device.name}</b> },
    { key: 'kind', label: label('kind_label'), render: (device) => label(`kind.${device.kind}`) },
    { key: 'state', label: label('state_label'), render: state },
    { key: 'seen', label: label('last_seen'), nowrap: true, render: seen },
    { key: 'firmware', label: label('firmware'), from: 'md', render: (device) => device.firmware ?? '—' },
    {
      key: 'until',
      label: label('valid_until'),
      nowrap: true,
      from: 'lg',
      render: (device) => (device.validUntil ? format.dateTime(device.validUntil) : label('no_end')),
    },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
  const card = (device: Device) => (
    <RowCard
      title={device.name}
      note={[label(`kind.${device.kind}`), seen(device), device.firmware]}
      right={state(device)}
    >
      {actions(device)}
    </RowCard>
  );
  return { columns, card, dialog };
}
