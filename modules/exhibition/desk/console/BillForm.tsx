import AddIcon from '@mui/icons-material/Add';
import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { decimalsOf, formatAmount } from '../../../../kernel/lib/money.ts';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import type { Region } from '../../../../kernel/lib/numbers.ts';
import { useSession, useUnsaved } from '../../../../kernel/ui/index.ts';
import { needsConfirming, parseBillAmount } from '../../amount.rule.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import { AgainField } from './AgainField.tsx';
import type { BillEntry } from './useBillQueue.ts';

type Props = {
  currency: string;
  amount: RefObject<HTMLInputElement | null>;
  /** A bill that was not saved and is being corrected, or one that went back from its payment. */
  correcting: Correcting | null;
  /** The form comes after a question was answered: the next key belongs to the amount. */
  focused: boolean;
  onAdd: (entry: BillEntry, key?: string) => void;
};

/** Without a key it is a new bill. */
export type Correcting = Omit<BillEntry, 'pay' | 'part'> & { key?: string | undefined };

/** The server's own rule, checked before sending: the message key of a fault in the amount, or null. */
function faultOf(text: string, currency: string, region: Region): string | null {
  const parsed = parseBillAmount(text, currency, region);
  return parsed.ok ? null : (parsed.code.split('.').at(-1) ?? null);
}

/**
 * Amount, Enter, next: the focus returns to the amount, so that the cashier needs only the keyboard. An amount above
 * the organization's limit is typed twice, because a second Enter alone could be an accident.
 */
export function BillForm({ currency, amount, correcting, focused, onAdd }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const rules = useDeskRules();
  const [text, setText] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  // The repeated amount; null while it is not needed.
  const [again, setAgain] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const second = useRef<HTMLInputElement>(null);
  const asked = again !== null;
  useUnsaved(() => text.trim() !== '');
  useEffect(() => {
    if (asked) second.current?.focus();
  }, [asked]);
  useEffect(() => {
    if (!correcting) return;
    setText(correcting.amount);
    setDescription(correcting.description);
    setAgain(null);
    amount.current?.focus();
  }, [correcting, amount]);
  useEffect(() => {
    if (focused) amount.current?.focus();
  }, [focused, amount]);
  const minorOf = (typed: string) => {
    const parsed = parseBillAmount(typed, currency, organization);
    return parsed.ok ? parsed.data : null;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === '') return;
    const wrong = faultOf(typed, currency, organization);
    setFault(wrong);
    if (wrong) {
      amount.current?.focus();
      return amount.current?.select();
    }
    const minor = minorOf(text) ?? 0;
    const large = needsConfirming(minor, currency, rules?.confirmAbove ?? 0);
    if (large && !asked) return setAgain('');
    if (large && minorOf(again ?? '') !== minor) {
      setDiffers(again !== '');
      return second.current?.select();
    }
    amount.current?.focus();
    const plain = formatAmount(minor, currency);
    onAdd(
      { amount: plain, description: description.trim(), ...(large && { confirmedAmount: plain }) },
      correcting?.key,
    );
    setText('');
    setDescription('');
    setAgain(null);
  };
  return (
    <Box component="form" onSubmit={submit} sx={LAYOUT} noValidate autoComplete="off">
      <TextField
        inputRef={amount}
        label={translate('console.exhibition.bill.amount')}
        name="amount"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setFault(null);
          setAgain(null);
        }}
        error={fault !== null}
        helperText={fault && translate(`console.exhibition.bill.fault.${fault}`, { digits: decimalsOf(currency) })}
        sx={{ gridArea: 'amount' }}
        slotProps={{
          htmlInput: {
            'data-focus-home': true,
            inputMode: 'decimal',
            enterKeyHint: 'done',
            style: { fontSize: '1.25rem', fontWeight: 600, padding: '12px 12px 12px 0' },
          },
          input: { startAdornment: <span style={{ marginRight: 8, opacity: 0.6 }}>{symbolOf(currency)}</span> },
        }}
      />
      <TextField
        label={translate('console.exhibition.bill.description')}
        name="description"
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        sx={{ gridArea: 'text' }}
        slotProps={{ htmlInput: { maxLength: 500, style: { padding: '15px 12px' } } }}
      />
      <Button
        type="submit"
        variant="contained"
        size="large"
        startIcon={<AddIcon />}
        sx={{ gridArea: 'add', height: 53 }}
      >
        {translate('console.exhibition.bill.add')}
      </Button>
      {asked && (
        <Box sx={{ gridArea: 'again' }}>
          <AgainField
            field={second}
            value={again}
            amount={formatAmount(minorOf(text) ?? 0, currency)}
            currency={currency}
            differs={differs}
            onChange={(next) => {
              setAgain(next);
              setDiffers(false);
            }}
            onBack={() => {
              setAgain(null);
              amount.current?.focus();
            }}
          />
        </Box>
      )}
    </Box>
  );
}

/** On a phone the button stays beside the amount, above the keyboard; the description comes after it. */
const LAYOUT = {
  display: 'grid',
  gap: 1.25,
  alignItems: 'start',
  gridTemplateColumns: { xs: '1fr auto', sm: '190px 1fr auto' },
  gridTemplateAreas: { xs: '"amount add" "again again" "text text"', sm: '"amount text add" "again again again"' },
};

function symbolOf(currency: string): string {
  const parts = moneyFormat('en', currency, { currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}
