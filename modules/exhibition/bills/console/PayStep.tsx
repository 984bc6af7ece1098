import CardIcon from '@mui/icons-material/CreditCardOutlined';
import CashIcon from '@mui/icons-material/PaymentsOutlined';
import PhoneIcon from '@mui/icons-material/QrCode2Outlined';
import CreditIcon from '@mui/icons-material/RedeemOutlined';
import LaterIcon from '@mui/icons-material/ScheduleOutlined';
import { Box, Button, Stack, TextField, Typography } from '@mui/material';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { Figures, KeysNote, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { CreditField } from './CreditField.tsx';
import { type PayProps, usePayStep } from './usePayStep.ts';

/**
 * How a bill is paid: Enter takes it in cash exactly; with what was given the change shows in large figures. Less than
 * what is due is the cash part of a split, whose rest another key takes, or a part payment after a second Enter. The
 * server's own rule computes it.
 */
export function PayStep(props: PayProps) {
  const { currency, busy = false, onCode, onLater, offline = null } = props;
  const translate = useTranslate();
  const format = useFormat();
  const group = useRef<HTMLDivElement>(null);
  const { field, text, type, fault, less, dueMinor, differs, credit, actions } = usePayStep(props);
  const money = (minor: number) => format.money(formatAmount(minor, currency), currency);
  const say = useLabels('console.exhibition.pay');

  // The change and the buttons are seen without scrolling, also when the change makes the step taller.
  const tall = Math.sign(differs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time its height changes
  useEffect(() => {
    // Newer browsers answer a promise, which is no clean-up.
    void group.current?.scrollIntoView({ block: 'nearest' });
  }, [tall]);
  const creditText = (minor: number) => (minor > 0 ? say('credit', { amount: money(minor) }) : say('voucher'));
  const keys = (event: KeyboardEvent) => {
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    // A key that is held down must not take money twice.
    if (!event.repeat) action();
  };
  return (
    <Stack ref={group} sx={STEP} onKeyDown={keys} role="group" aria-label={say('title')}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'baseline', flexWrap: 'wrap', gap: 1 }}>
        <Typography color="textSecondary">{say('due')}</Typography>
        <Figures data-testid="due" sx={{ fontSize: '1.9rem', fontWeight: 700 }}>
          {money(dueMinor)}
        </Figures>
      </Stack>
      {credit.used && (
        <Typography color="success.main" role="status">
          {say('credit_pays', { amount: money(credit.minor) })}
        </Typography>
      )}
      {credit.asking && <CreditField currency={currency} onApply={credit.apply} onBack={credit.leave} />}
      <TextField
        inputRef={field}
        label={say('given')}
        name="given"
        value={text}
        placeholder={formatAmount(dueMinor, currency)}
        onChange={(event) => type(event.target.value)}
        error={fault !== null}
        helperText={fault ? translate(`console.exhibition.bill.fault.${fault}`, { digits: 2 }) : say('given_help')}
        slotProps={{
          htmlInput: {
            inputMode: 'decimal',
            enterKeyHint: 'done',
            autoComplete: 'off',
            style: { fontSize: '1.25rem', fontWeight: 600 },
          },
          inputLabel: { shrink: true },
        }}
      />
      {differs > 0 && <Large label={say('change')} amount={money(differs)} tone="success.main" />}
      {differs < 0 && (
        <>
          <Large label={say('missing')} amount={money(-differs)} tone="warning.main" />
          <Typography variant="body2" color={less ? 'warning.main' : 'textSecondary'}>
            {say('part_help')}
          </Typography>
        </>
      )}
      <Buttons
        actions={actions}
        busy={busy}
        offline={offline}
        cash={say(less && differs < 0 ? 'part' : 'cash')}
        transfer={onCode ? say('code') : translate('console.exhibition.sales.methods.proof')}
        credit={credit.used ? null : creditText(credit.own?.balanceMinor ?? 0)}
      />
      {offline && (
        <Typography variant="body2" color="warning.main" role="status">
          {offline.blocked ?? say('needs_network')}
        </Typography>
      )}
      <KeysNote>{say(onLater ? 'keys' : 'keys_open')}</KeysNote>
    </Stack>
  );
}

type ButtonsProps = {
  /** by key: what it does */
  actions: Record<string, () => void>;
  busy: boolean;
  offline: PayProps['offline'];
  cash: string;
  transfer: string;
  /** null: store credit pays already */
  credit: string | null;
};

/** The same as the keys, for touch. */
function Buttons({ actions, busy, offline, cash, transfer, credit }: ButtonsProps) {
  const say = useLabels('console.exhibition.pay');
  const away = busy || Boolean(offline);
  const others = [
    { key: 'F7', icon: <CardIcon />, text: say('card') },
    { key: 'F8', icon: <PhoneIcon />, text: transfer },
    ...(credit === null ? [] : [{ key: 'F10', icon: <CreditIcon />, text: credit }]),
  ];
  return (
    <Box sx={BUTTONS}>
      <Button
        variant="contained"
        size="large"
        disabled={busy || Boolean(offline?.blocked)}
        startIcon={<CashIcon />}
        onClick={actions.Enter}
      >
        {cash}
      </Button>
      {others.map(({ key, icon, text }) => (
        <Button key={key} variant="outlined" size="large" disabled={away} startIcon={icon} onClick={actions[key]}>
          {text}
        </Button>
      ))}
      {actions.F9 && (
        <Button color="inherit" size="large" disabled={busy} startIcon={<LaterIcon />} onClick={actions.F9}>
          {say('later')}
        </Button>
      )}
    </Box>
  );
}

/** On a phone the menu covers the bottom. */
const STEP = { gap: 1.5, scrollMarginBottom: { xs: 84, md: 16 } };

const BUTTONS = {
  display: 'grid',
  gap: 1,
  gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(auto-fit, minmax(130px, 1fr))' },
};

/** Read by customer and cashier from a metre away. */
export function Large({ label, amount, tone }: { label: string; amount: string; tone: string }) {
  return (
    <Stack role="status" direction="row" sx={{ justifyContent: 'space-between', alignItems: 'baseline', color: tone }}>
      <Typography sx={{ fontSize: '1.1rem' }}>{label}</Typography>
      <Figures data-testid="change" sx={{ fontSize: { xs: '2.4rem', md: '3rem' }, fontWeight: 760 }}>
        {amount}
      </Figures>
    </Stack>
  );
}
