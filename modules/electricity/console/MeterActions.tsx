import MoreIcon from '@mui/icons-material/MoreVert';
import SellIcon from '@mui/icons-material/PointOfSaleOutlined';
import { Button, Divider, IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { HandedOver } from '../../../kernel/devices/contract.ts';
import {
  api,
  type Camelized,
  ConfirmDialog,
  LinkDialog,
  useAction,
  useCan,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { LimitsDialog } from '../alerts/console/LimitsDialog.tsx';
import type { DialogProps } from '../meters/console/dialogs.ts';
import { EditDialog } from '../meters/console/EditDialog.tsx';
import { AdjustDialog, ReadDialog, ReplaceDialog } from '../meters/console/LedgerDialogs.tsx';
import type { Meter } from '../meters/console/meter.ts';
import { type ClaimCode, METER_CHANGES, mayMeter, showNumber } from '../meters/contract.ts';
import { SellDialog } from '../purchases/console/SellDialog.tsx';
import { KeypadDialog } from '../tokens/console/KeypadDialog.tsx';
import { TokenDialog } from '../tokens/console/TokenDialog.tsx';
import { meterMenu } from './meterMenu.ts';

const DIALOGS = {
  sell: SellDialog,
  edit: EditDialog,
  adjust: AdjustDialog,
  read: ReadDialog,
  limits: LimitsDialog,
  keypad: KeypadDialog,
  token: TokenDialog,
  replace: ReplaceDialog,
  device: DeviceDialog,
};
const CHANGES = [...METER_CHANGES, 'release'] as const;
type Change = (typeof CHANGES)[number];
type Open = keyof typeof DIALOGS | Change;

const LABELS = 'console.electricity.meter';

/** What one may do with a meter, by its state and one's role: selling at the desk, and the rest in a menu. */
export function MeterActions({ meter, changed }: { meter: Meter; changed: () => void }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const navigate = useNavigate();
  const { run } = useAction();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [code, setCode] = useState<Camelized<ClaimCode> | null>(null);
  const choose = (what: Open | 'code' | 'report') => {
    setAnchor(null);
    if (what === 'report') return navigate(`/electricity/reports?kind=meter&id=${meter.id}`);
    if (what !== 'code') return setOpen(what);
    void run(async () => setCode(await api.post(`/electricity/meters/${meter.id}/claim-code`)));
    return undefined;
  };
  const change = CHANGES.find((name) => name === open);
  const Dialog = open && open in DIALOGS ? DIALOGS[open as keyof typeof DIALOGS] : null;
  const of = {
    meter,
    onClose: () => setOpen(null),
    onDone: () => {
      setOpen(null);
      changed();
    },
  };
  return (
    <>
      {can('electricity.sell') && mayMeter('buy', meter.state) && (
        <Button variant="contained" startIcon={<SellIcon />} onClick={() => setOpen('sell')}>
          {label('sell')}
        </Button>
      )}
      <IconButton onClick={(event) => setAnchor(event.currentTarget)} aria-label={translate('console.action.more')}>
        <MoreIcon />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {meterMenu(meter, can).map((item) =>
          item === null ? (
            <Divider key="line" />
          ) : (
            <MenuItem key={item} onClick={() => choose(item)}>
              {label(`action.${item}`)}
            </MenuItem>
          ),
        )}
      </Menu>
      {Dialog && <Dialog {...of} />}
      {change && <ChangeDialog change={change} {...of} />}
      {code && (
        <LinkDialog
          title={label('action.code')}
          text={label('code_text', { number: showNumber(meter.number), day: code.expiresOn })}
          code={code.code}
          warning={label('once')}
          onClose={() => {
            setCode(null);
            changed();
          }}
        />
      )}
    </>
  );
}

/** Another state of the meter, or no holder any more, with a reason. */
function ChangeDialog({ change, meter, onClose, onDone }: DialogProps & { change: Change }) {
  const label = useLabels(LABELS);
  const { busy, run } = useAction();
  const path = `/electricity/meters/${meter.id}`;
  const confirm = async (reason: string) => {
    const act = () =>
      change === 'release'
        ? api.post(`${path}/release`, { reason })
        : api.post(`${path}/state`, { action: change, reason });
    if (await run(act, { done: 'console.saved' })) onDone();
  };
  return (
    <ConfirmDialog
      open
      danger={change !== 'activate'}
      busy={busy}
      title={label(`action.${change}`)}
      text={label(`ask.${change}`)}
      confirm={label(`action.${change}`)}
      reason={{ label: label('reason'), required: true }}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

/** Asks before a machine gets access, since another one loses it; then shows that access, once. */
function DeviceDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabels(LABELS);
  const { busy, run } = useAction();
  const [device, setDevice] = useState<Camelized<HandedOver> | null>(null);
  const connect = () => run(async () => setDevice(await api.post(`/electricity/meters/${meter.id}/device`)));
  return device ? (
    <LinkDialog
      title={label('action.device')}
      text={label('device_text')}
      warning={label('once')}
      qrSvg={device.qrSvg}
      code={device.code}
      url={device.url}
      onClose={onDone}
    />
  ) : (
    <ConfirmDialog
      open
      danger
      busy={busy}
      title={label('action.device')}
      text={label('ask.device')}
      confirm={label('action.device')}
      onConfirm={connect}
      onClose={onClose}
    />
  );
}
