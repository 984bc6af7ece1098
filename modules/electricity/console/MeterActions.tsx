import MoreIcon from '@mui/icons-material/MoreVert';
import SellIcon from '@mui/icons-material/PointOfSaleOutlined';
import { Button, Divider, IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { HandedOver } from '../../../kernel/devices/contract.ts';
import { api, type Camelized, ConfirmDialog, LinkDialog, useAction, useCan } from '../../../kernel/ui/index.ts';
import { LimitsDialog } from '../alerts/console/LimitsDialog.tsx';
import { CodeDialog } from '../meters/console/CodeDialog.tsx';
import { EditDialog } from '../meters/console/EditDialog.tsx';
import { AdjustDialog, ReadDialog, ReplaceDialog } from '../meters/console/LedgerDialogs.tsx';
import type { Meter } from '../meters/console/meter.ts';
import { type ClaimCode, METER_CHANGES, mayMeter, showNumber } from '../meters/contract.ts';
import { SellDialog } from '../purchases/console/SellDialog.tsx';
import { KeypadDialog } from '../tokens/console/KeypadDialog.tsx';
import { TokenDialog } from '../tokens/console/TokenDialog.tsx';

const ASKED = [...METER_CHANGES, 'release', 'device'] as const;
type Asked = (typeof ASKED)[number];
type Open = Asked | keyof typeof DIALOGS;

const DIALOGS = {
  sell: SellDialog,
  edit: EditDialog,
  adjust: AdjustDialog,
  read: ReadDialog,
  limits: LimitsDialog,
  keypad: KeypadDialog,
  token: TokenDialog,
  replace: ReplaceDialog,
};

/** What one may do with a meter, by its state and one's role: selling at the desk, and the rest in a menu. */
export function MeterActions({ meter, changed }: { meter: Meter; changed: () => void }) {
  const translate = useTranslate();
  const can = useCan();
  const navigate = useNavigate();
  const { busy, run } = useAction();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [code, setCode] = useState<Camelized<ClaimCode> | null>(null);
  const [device, setDevice] = useState<Camelized<HandedOver> | null>(null);
  const label = (name: string) => translate(`console.electricity.meter.${name}`);
  const path = `/electricity/meters/${meter.id}`;
  const close = () => setOpen(null);
  const done = () => {
    close();
    changed();
  };
  const decide = can('electricity.claim.decide');
  const write = can('electricity.meter.write');
  const manage = can('electricity.manage');
  const items: (Open | 'code' | 'report' | null)[] = [
    'report',
    ...(write ? (['read', 'edit', 'limits'] as const) : []),
    ...(manage ? (['adjust', 'replace'] as const) : []),
    // A meter has a machine or a keypad.
    ...(manage && !meter.keypad ? (['device'] as const) : []),
    ...(manage && !meter.deviceId ? (['keypad'] as const) : []),
    ...(manage && meter.keypad === 'openpaygo' ? (['token'] as const) : []),
    null,
    ...(decide && meter.customer === null && mayMeter('claim', meter.state) ? (['code'] as const) : []),
    ...(decide && meter.customer !== null ? (['release'] as const) : []),
    ...(write ? METER_CHANGES.filter((action) => mayMeter(action, meter.state)) : []),
  ];
  const choose = (what: Open | 'code' | 'report') => {
    setAnchor(null);
    if (what === 'report') return navigate(`/electricity/reports?kind=meter&id=${meter.id}`);
    if (what !== 'code') return setOpen(what);
    void run(async () => setCode(await api.post(`${path}/claim-code`)));
    return undefined;
  };
  const asked = ASKED.find((name) => name === open);
  const Dialog = open && open in DIALOGS ? DIALOGS[open as keyof typeof DIALOGS] : null;
  const confirm = async (reason: string) => {
    const body = asked === 'release' ? { reason } : { action: asked, reason };
    const act =
      asked === 'device'
        ? async () => setDevice(await api.post(`${path}/device`))
        : () => api.post(asked === 'release' ? `${path}/release` : `${path}/state`, body);
    if (await run(act, asked === 'device' ? {} : { done: 'console.saved' })) done();
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
        {items.map((item) =>
          item === null ? (
            <Divider key="line" />
          ) : (
            <MenuItem key={item} onClick={() => choose(item)}>
              {label(`action.${item}`)}
            </MenuItem>
          ),
        )}
      </Menu>
      {Dialog && <Dialog meter={meter} onClose={close} onDone={done} />}
      <ConfirmDialog
        open={asked !== undefined}
        danger={asked !== 'activate'}
        busy={busy}
        title={label(`action.${asked ?? 'suspend'}`)}
        text={label(`ask.${asked ?? 'suspend'}`)}
        confirm={label(`action.${asked ?? 'suspend'}`)}
        {...(asked !== 'device' && { reason: { label: label('reason'), required: true } })}
        onConfirm={confirm}
        onClose={close}
      />
      {code && (
        <CodeDialog
          title={label('action.code')}
          text={translate('console.electricity.meter.code_text', {
            number: showNumber(meter.number),
            day: code.expiresOn,
          })}
          code={code.code}
          onClose={() => {
            setCode(null);
            changed();
          }}
        />
      )}
      {device && (
        <LinkDialog
          title={label('action.device')}
          text={label('device_text')}
          warning={label('once')}
          qrSvg={device.qrSvg}
          code={device.code}
          url={device.url}
          onClose={() => setDevice(null)}
        />
      )}
    </>
  );
}
