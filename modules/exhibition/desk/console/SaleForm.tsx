import { Box, Button, TextField, Typography } from '@mui/material';
import {
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { decimalsOf, formatAmount } from '../../../../kernel/lib/money.ts';
import { ApprovalDialog } from '../../../../kernel/till/console/index.ts';
import { useFormat, useOffline, useSession, useUnsaved } from '../../../../kernel/ui/index.ts';
import { needsConfirming, parseBillAmount } from '../../amount.rule.ts';
import { showCustomer, useShown } from '../../bills/console/customerScreen.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import { formatQuantity, readQuantity } from '../../bills/lines.rule.ts';
import type { Item } from '../../items/console/types.ts';
import type { Correcting } from './BillForm.tsx';
import { CartView } from './CartView.tsx';
import { KeyGrid } from './KeyGrid.tsx';
import { find, readTyped, splitTimes } from './typed.ts';
import type { BillEntry } from './useBillQueue.ts';
import { useCart } from './useCart.ts';

/** What a barcode scanner does while a sale is open. */
export type Scanned = { knows: (code: string) => boolean; add: (code: string) => void };

type Props = {
  items: Item[];
  /** where it is sold: what a supervisor's approval of a discount is about */
  exhibitionId: string;
  currency: string;
  amount: RefObject<HTMLInputElement | null>;
  scan: RefObject<Scanned | null> | undefined;
  correcting: Correcting | null;
  focused: boolean;
  onAdd: (entry: BillEntry, key?: string) => void;
};

/**
 * A sale of items: one field takes codes, amounts, quantities and discounts, keys beside it take touches, and Enter in the
 * empty field leads to the payment. An amount alone is a bill as it is where nothing is listed.
 */
export function SaleForm({ items, exhibitionId, currency, amount, scan, correcting, focused, onAdd }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const format = useFormat();
  const { organization } = useSession();
  const rules = useDeskRules();
  const offline = useOffline();
  const cart = useCart(items, currency);
  const [text, setText] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  // A large bill, until its amount is typed again.
  const [large, setLarge] = useState<BillEntry | null>(null);
  const [again, setAgain] = useState('');
  const [approving, setApproving] = useState<BillEntry | null>(null);
  const reason = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const { restore } = cart;
  useUnsaved(() => text.trim() !== '' || cart.lines.length > 0);
  useEffect(() => {
    if (!correcting) return;
    if (correcting.lines) restore(correcting);
    else {
      setText(correcting.amount);
      setDescription(correcting.description);
    }
    amount.current?.focus();
  }, [correcting, amount, restore]);
  useEffect(() => {
    if (focused) amount.current?.focus();
  }, [focused, amount]);
  useEffect(() => {
    if (large) second.current?.focus();
  }, [large]);
  useShown(
    cart.lines.length === 0
      ? null
      : {
          state: 'sale',
          currency,
          lines: cart.lines.map(({ name, quantity, sum }) => ({
            name: name.slice(0, 200),
            quantity,
            amount: formatAmount(sum?.amountMinor ?? 0, currency),
          })),
          total: formatAmount(cart.total, currency),
        },
  );
  const askAgain = (entry: BillEntry | null) => {
    setLarge(entry);
    setAgain('');
  };
  // What a person was asked about is another bill as soon as something is added or taken off, by a scanner too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the cart is another.
  useEffect(() => {
    setLarge(null);
    setAgain('');
    setApproving(null);
  }, [cart.sold]);

  const pick = (item: Item, quantity = splitTimes(text).quantity ?? '1') => {
    const milli = readQuantity(quantity);
    if (milli === null || (item.unit === 'piece' && milli % 1000 > 0)) return setFault('quantity');
    cart.addItem(item, quantity);
    setText('');
    setFault(null);
    amount.current?.focus();
  };
  useImperativeHandle(scan, () => ({
    knows: (code) => find(code, items)?.code?.toLowerCase() === code.trim().toLowerCase(),
    add: (code) => {
      const item = find(code, items);
      if (item) pick(item);
    },
  }));

  const send = (entry: BillEntry) => {
    amount.current?.focus();
    onAdd(entry, correcting?.key);
    setText('');
    setDescription('');
    askAgain(null);
    cart.clear();
  };
  const confirmed = (entry: BillEntry) => {
    const minor = parseBillAmount(entry.amount, currency);
    if (minor.ok && needsConfirming(minor.data, currency, rules?.confirmAbove ?? 0)) askAgain(entry);
    else send(entry);
  };
  const toPayment = () => {
    if (cart.fault) return;
    if (cart.total === 0) return setFault('amount_zero');
    if (cart.discounted && cart.reason.trim() === '') return reason.current?.focus();
    const entry = cart.entry();
    if (cart.aboveLimit && offline) setFault('above_limit_offline');
    else if (cart.aboveLimit) setApproving(entry);
    else confirmed(entry);
  };
  const enter = () => {
    if (text.trim() === '') return cart.lines.length > 0 ? toPayment() : undefined;
    const typed = readTyped(text, items, { currency, region: organization });
    if (typed.kind === 'fault') {
      setFault(typed.code);
      return amount.current?.select();
    }
    if (typed.kind === 'item') return pick(typed.item, typed.quantity);
    if (typed.kind === 'off') {
      if (cart.lines.length === 0) return setFault('nothing_off');
      if (typed.of === 'bill') cart.setOff(typed.off);
      else cart.setLineOff(cart.lines.length - 1, typed.off);
      setText('');
      // The field of the reason may come with this.
      setTimeout(() => reason.current?.focus());
      return;
    }
    const read = parseBillAmount(typed.amount, currency, organization);
    const plain = formatAmount(read.ok ? read.data : 0, currency);
    const quantity = typed.quantity === null ? 1000 : readQuantity(typed.quantity);
    if (quantity === null || quantity % 1000 > 0) return setFault('quantity');
    if (cart.lines.length === 0 && typed.quantity === null)
      return confirmed({ amount: plain, description: description.trim() });
    cart.addTyped(plain, description.trim(), formatQuantity(quantity));
    setText('');
    setDescription('');
  };
  const submit = (event: FormEvent) => {
    // React passes on what dialogs of this form send.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    if (!large) return enter();
    const read = parseBillAmount(again, currency, organization);
    if (read.ok && formatAmount(read.data, currency) === large.amount)
      send({ ...large, confirmedAmount: large.amount });
    else second.current?.select();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && text === '' && cart.lines.length > 0) {
      event.preventDefault();
      cart.setQuantity(cart.lines.length - 1, 0);
      if (cart.lines.length === 1) showCustomer({ state: 'idle' });
    }
  };
  const say = (key: string, values = {}) => translate(`console.exhibition.sale.${key}`, values);
  const helper = fault
    ? FAULTS.has(fault)
      ? say(fault)
      : translate(`console.exhibition.bill.fault.${fault}`, { digits: decimalsOf(currency) })
    : null;
  return (
    <Box component="form" onSubmit={submit} sx={LAYOUT} noValidate autoComplete="off">
      <TextField
        inputRef={amount}
        label={translate('console.exhibition.bill.amount')}
        name="amount"
        value={text}
        placeholder={say('placeholder')}
        onChange={(event) => {
          setText(event.target.value);
          setFault(null);
          askAgain(null);
        }}
        onKeyDown={keys}
        error={fault !== null}
        helperText={helper}
        sx={{ gridArea: 'amount' }}
        slotProps={{
          htmlInput: {
            'data-focus-home': true,
            enterKeyHint: 'done',
            autoComplete: 'off',
            style: { fontSize: '1.25rem', fontWeight: 600 },
          },
        }}
      />
      <TextField
        label={translate('console.exhibition.bill.description')}
        name="description"
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        sx={{ gridArea: 'text' }}
        slotProps={{ htmlInput: { maxLength: 200, style: { padding: '15px 12px' } } }}
      />
      <Typography
        variant="caption"
        color="textSecondary"
        sx={{ gridArea: 'help', display: { xs: 'none', md: 'block' } }}
      >
        {say('help')}
      </Typography>
      <Box sx={{ gridArea: 'keys', minWidth: 0 }}>
        <KeyGrid items={items} onPick={(item) => pick(item)} />
      </Box>
      <Box sx={{ gridArea: 'cart', minWidth: 0 }}>
        {cart.lines.length === 0 ? (
          <Typography color="textSecondary">{say('empty')}</Typography>
        ) : (
          <CartView cart={cart} currency={currency} reason={reason} onReason={() => amount.current?.focus()} />
        )}
        {large && (
          <TextField
            inputRef={second}
            fullWidth
            label={translate('console.exhibition.bill.again')}
            name="again"
            value={again}
            onChange={(event) => setAgain(event.target.value)}
            helperText={translate('console.exhibition.bill.again_help', {
              amount: format.money(large.amount, currency),
            })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              askAgain(null);
              amount.current?.focus();
            }}
            color="warning"
            focused
            slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
            sx={{ mt: 1 }}
          />
        )}
        <Button
          type="submit"
          variant="contained"
          size="large"
          fullWidth
          disabled={text.trim() === '' && cart.lines.length === 0}
          sx={{ mt: 1 }}
        >
          {text.trim() === '' && cart.lines.length > 0 ? say('pay') : translate('console.exhibition.bill.add')}
        </Button>
      </Box>
      {approving && (
        <ApprovalDialog
          about={{
            what: 'exhibition.discount',
            subjectId: exhibitionId,
            amount: formatAmount(cart.discountMinor, currency),
            currency,
          }}
          text={say('above_limit')}
          onDone={(approvalId) => {
            setApproving(null);
            if (approvalId) confirmed({ ...approving, approvalId });
            else notify(say('above_limit'), { type: 'warning' });
          }}
        />
      )}
    </Box>
  );
}

/** Faults that are not those of an amount. */
const FAULTS = new Set(['item_unknown', 'quantity', 'nothing_off', 'above_limit_offline']);

const LAYOUT = {
  display: 'grid',
  gap: 1.5,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0,1fr)', sm: 'minmax(0,1fr) minmax(0,1fr)' },
  gridTemplateAreas: { xs: '"amount" "keys" "cart" "text"', sm: '"amount text" "help help" "keys cart"' },
};
