import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  api,
  type Column,
  Page,
  ResourceList,
  StateChip,
  useCan,
  useConfirm,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import type { Device } from '../types.ts';
import { DeviceDialog } from './DeviceDialog.tsx';

/** The phones at the doors: what each knows, and what it does when that is old. */
export default function DeviceList() {
  const translate = useTranslate();
  const can = useCan();
  const { ask, dialog } = useConfirm();
  const [changing, setChanging] = useState<Device | null>(null);
  const label = (name: string) => translate(`console.mess.device.${name}`);
  const revoke = (device: Device) =>
    ask({
      title: translate('console.mess.device.revoke_title', { name: device.name }),
      text: translate('console.mess.device.revoke_text', { token: device.tokenName }),
      confirm: label('revoke'),
      act: () => api.post(`/mess/staff-tokens/${device.tokenId}/revoke`),
      done: 'console.mess.token.revoked',
    });
  const actions = (device: Device) =>
    can('mess.manage') && (
      <Stack direction="row" sx={{ gap: 0.75, justifyContent: 'flex-end' }}>
        <Button size="small" variant="outlined" onClick={() => setChanging(device)}>
          {translate('ra.action.edit')}
        </Button>
        {device.tokenState === 'active' && (
          <Button size="small" variant="outlined" color="error" onClick={() => revoke(device)}>
            {label('revoke')}
          </Button>
        )}
      </Stack>
    );
  const { columns, card } = useRows(actions);
  return (
    <Page
      title={label('many')}
      subtitle={label('text')}
      actions={
        can('mess.manage') && (
          <Button variant="outlined" component={Link} to="/mess/staff-tokens">
            {translate('console.mess.token.many')}
          </Button>
        )
      }
    >
      <ResourceList<Device>
        resource="mess/devices"
        live={['mess.device', 'mess.staff_token', 'mess.scan']}
        columns={columns}
        card={card}
        empty={{ title: label('none'), text: label('none_text') }}
      />
      {changing && <DeviceDialog device={changing} onClose={() => setChanging(null)} />}
      {dialog}
    </Page>
  );
}

function useRows(actions: (device: Device) => React.ReactNode) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.mess.device.${name}`);
  /** The roster's age, marked once it is older than this device may go by. */
  const roster = (device: Device) => {
    if (!device.rosterAt) return label('no_roster');
    const old = Date.now() - Date.parse(device.rosterAt) > device.staleMinutes * 60_000;
    return <StateChip tone={old ? 'warning' : 'good'} label={format.ago(device.rosterAt)} />;
  };
  const ended = (device: Device) =>
    device.tokenState !== 'active' && (
      <StateChip tone="neutral" label={translate(`console.mess.token.state.${device.tokenState}`)} />
    );
  const columns: Column<Device>[] = [
    {
      key: 'name',
      label: label('name'),
      render: (device) => (
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
          <b style={{ fontWeight: 600 }}>{device.name}</b>
          {device.byHand && <StateChip tone="neutral" label={label('by_hand')} />}
          {ended(device)}
        </Stack>
      ),
    },
    { key: 'token', label: label('token'), render: (device) => device.tokenName },
    { key: 'roster', label: label('rosterAt'), nowrap: true, render: roster },
    {
      key: 'policy',
      label: label('stalePolicy'),
      from: 'md',
      render: (device) => (
        <>
          {label(`policy.${device.stalePolicy}`)}
          <Typography variant="caption" color="textSecondary" component="div">
            {translate('console.mess.device.after', { hours: format.number(device.staleMinutes / 60) })}
          </Typography>
        </>
      ),
    },
    {
      key: 'seen',
      label: label('lastSeenAt'),
      nowrap: true,
      from: 'lg',
      render: (device) => (device.lastSeenAt ? format.ago(device.lastSeenAt) : '—'),
    },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
  const card = (device: Device) => (
    <Stack sx={{ gap: 0.75 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
        <Typography sx={{ fontWeight: 600 }}>{device.name}</Typography>
        {ended(device) || roster(device)}
      </Stack>
      <Typography variant="caption" color="textSecondary">
        {[device.tokenName, label(`policy.${device.stalePolicy}`)].join(' · ')}
      </Typography>
      {actions(device)}
    </Stack>
  );
  return { columns, card };
}
