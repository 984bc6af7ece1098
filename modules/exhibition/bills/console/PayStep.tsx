import CardIcon from '@mui/icons-material/CreditCardOutlined';
import CashIcon from '@mui/icons-material/PaymentsOutlined';
import PhoneIcon from '@mui/icons-material/QrCode2Outlined';
import CreditIcon from '@mui/icons-material/RedeemOutlined';
import LaterIcon from '@mui/icons-material/ScheduleOutlined';
import { Box, Button, Stack, TextField, Typography } from '@mui/material';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { KeysNote, useFormat, useSession } from '../../../../kernel/ui/index.ts';
import { parseBillAmount } from '../../amount.rule.ts';
import { changeOf, type Given, sharesOf } from '../pay.rule.ts';
import { type Applied, CreditField, useCustomerCredit } from './CreditField.tsx';
import { showCustomer, useShown } from './customerScreen.ts';

/** What a cashier decided: how the money came, and what goes back over the counter. */
export type Paid = {
  pay: { method: Given['method']; given?: string; voucher?: string }[];
  part?: boolean;
  changeMinor: number;
  givenMinor: number;
};

type Props = {
  dueMinor: number;
  currency: string;
  /** Whose store credit may pay; null: somebody who isn't registered, who may have a voucher. */
  customerId: string | null;
  busy?: boolean;
  onPaid: (paid: Paid) => unknown;
  /** The customer pays by a QR code that the desk shows; absent: a transfer is seen, or nothing. */
  onCode?: () => void;
  /** The bill stays open; absent where it is open already. */
  onLater?: (() => void) | undefined;
  onBack: () => void;
  /** There is no network: only cash is taken, and not even that where `blocked` says why. */
  offline?: { blocked: string | null } | null;
};

/**
 * How a bill is paid: Enter takes it in cash exactly; with what was given the change shows in large figures. Less than
 * what is due is the cash part of a split, whose rest another key takes, or a part payment after a second Enter. The
 * server's own rule computes it.
 */
export function PayStep({ dueMinor: allMinor, customerId, ...props }: Props) {
  const { currency, busy = false, onPaid, onCode, onLater, onBack, offline = null } = props;
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const group = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  // Enter was pressed with less than is due: the next one means it.
  const [less, setLess] = useState(false);
  // Store credit that pays the first part, and whether a voucher's code is asked for.
  const [credit, setCredit] = useState<Applied | null>(null);
  const [asking, setAsking] = useState(false);
  const own = useCustomerCredit(customerId);
  const creditMinor = Math.min(credit?.balanceMinor ?? 0, allMinor);
  const dueMinor = allMinor - creditMinor;
  useEffect(() => field.current?.focus(), []);
  const money = (minor: number) => format.money(formatAmount(minor, currency), currency);
  const say = (key: string, values = {}) => translate(`console.exhibition.pay.${key}`, values);
  const typed = text.trim() === '' ? null : parseBillAmount(text, currency, organization);
  const givenMinor = typed?.ok ? typed.data : dueMinor;
  const differs = typed?.ok ? givenMinor - dueMinor : 0;

  // The change and the buttons are seen without scrolling, also when the change makes the step taller.
  const tall = Math.sign(differs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time its height changes
  useEffect(() => {
    // Newer browsers answer a promise, which is no clean-up.
    void group.current?.scrollIntoView({ block: 'nearest' });
  }, [tall]);

  const take = (given: Given[], part = false) => {
    if (busy) return;
    if (typed && !typed.ok) {
      setFault(typed.code.split('.').at(-1) ?? '');
      return field.current?.select();
    }
    send(given, credit, part);
  };
  const send = (given: Given[], from: Applied | null, part = false) => {
    if (offline && (offline.blocked || from || given.some(({ method }) => method !== 'cash'))) return;
    const first = from ? [{ method: 'credit' as const, givenMinor: Math.min(from.balanceMinor, allMinor) }] : [];
    const shares = sharesOf(allMinor, [...first, ...given], currency, part);
    if (!shares.ok) {
      setLess(shares.code === 'exhibition.bill.given_less');
      return field.current?.focus();
    }
    const changeMinor = changeOf(shares.data);
    showCustomer({
      state: 'paid',
      currency,
      ...(changeMinor > 0 && { change: formatAmount(changeMinor, currency) }),
    });
    onPaid({
      pay: [...first, ...given].map(({ method, givenMinor: minor }) => ({
        method,
        ...(minor !== undefined && { given: formatAmount(minor, currency) }),
        ...(method === 'credit' && from?.voucher !== undefined && { voucher: from.voucher }),
      })),
      ...(part && { part }),
      changeMinor,
      givenMinor: shares.data.reduce((sum, share) => sum + share.amountMinor + share.changeMinor, 0),
    });
  };
  const cash = (): Given => ({ method: 'cash', ...(typed?.ok && { givenMinor }) });
  // What was typed, if it is less, is the cash part.
  const rest = (method: 'card' | 'transfer') => take(differs < 0 ? [cash(), { method }] : [{ method }]);
  useShown({
    state: 'due',
    currency,
    due: formatAmount(dueMinor, currency),
    ...(differs > 0 && { change: formatAmount(differs, currency) }),
  });
  const apply = (from: Applied) => {
    setAsking(false);
    setCredit(from);
    setLess(false);
    if (from.balanceMinor >= allMinor) send([], from);
    else field.current?.focus();
  };
  const byCredit = () => {
    if (credit || busy || offline) return;
    if (own && own.balanceMinor > 0) apply({ balanceMinor: own.balanceMinor });
    else setAsking(true);
  };
  // Nothing of it stays before the customer's eyes.
  const left = (then: () => void) => () => {
    showCustomer({ state: 'idle' });
    then();
  };
  const actions: Record<string, () => void> = {
    Enter: () => take([cash()], less && differs < 0),
    F7: () => rest('card'),
    // A code asks for all of the bill, so what store credit leaves is a transfer that is seen.
    F8: () => (offline ? undefined : differs < 0 || credit || !onCode ? rest('transfer') : onCode()),
    F10: byCredit,
    ...(onLater && { F9: left(onLater) }),
    Escape: left(onBack),
  };
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
        <Typography className="figures" data-testid="due" sx={{ fontSize: '1.9rem', fontWeight: 700 }}>
          {money(dueMinor)}
        </Typography>
      </Stack>
      {credit && (
        <Typography color="success.main" role="status">
          {say('credit_pays', { amount: money(creditMinor) })}
        </Typography>
      )}
      {asking && <CreditField currency={currency} onApply={apply} onBack={() => setAsking(false)} />}
      <TextField
        inputRef={field}
        label={say('given')}
        name="given"
        value={text}
        placeholder={formatAmount(dueMinor, currency)}
        onChange={(event) => {
          setText(event.target.value);
          setFault(null);
          setLess(false);
        }}
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
        credit={
          credit
            ? null
            : own && own.balanceMinor > 0
              ? say('credit', { amount: money(own.balanceMinor) })
              : say('voucher')
        }
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
  offline: Props['offline'];
  cash: string;
  transfer: string;
  /** null: store credit pays already */
  credit: string | null;
};

/** The same as the keys, for touch. */
function Buttons({ actions, busy, offline, cash, transfer, credit }: ButtonsProps) {
  const translate = useTranslate();
  const say = (key: string) => translate(`console.exhibition.pay.${key}`);
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
      <Typography
        className="figures"
        data-testid="change"
        sx={{ fontSize: { xs: '2.4rem', md: '3rem' }, fontWeight: 760 }}
      >
        {amount}
      </Typography>
    </Stack>
  );
}
