import AddIcon from '@mui/icons-material/Add';
import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, type RefObject, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { decimalsOf, formatAmount } from '../../../../kernel/lib/money.ts';
import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import { useSession, useUnsaved } from '../../../../kernel/ui/index.ts';
import { parseBillAmount } from '../../amount.rule.ts';
import { AgainField } from './AgainField.tsx';
import type { BillEntry } from './useBillQueue.ts';
import { useLarge } from './useLarge.ts';

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

/**
 * Amount, Enter, next: the focus returns to the amount, so that the cashier needs only the keyboard. An amount above
 * the organization's limit is typed twice, because a second Enter alone could be an accident.
 */
export function BillForm({ currency, amount, correcting, focused, onAdd }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const [text, setText] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const large = useLarge(currency, (entry) => {
    amount.current?.focus();
    onAdd({ ...entry, description: description.trim() }, correcting?.key);
    setText('');
    setDescription('');
  });
  useUnsaved(() => text.trim() !== '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another bill begins anew
  useEffect(() => {
    if (!correcting) return;
    setText(correcting.amount);
    setDescription(correcting.description);
    large.forget();
    amount.current?.focus();
  }, [correcting, amount]);
  useEffect(() => {
    if (focused) amount.current?.focus();
  }, [focused, amount]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    if (large.entry) return large.answer();
    // The server's own rule, checked before sending.
    const read = parseBillAmount(text, currency, organization);
    if (read.ok) return large.offer({ amount: formatAmount(read.data, currency), description });
    setFault(read.code.split('.').at(-1) ?? null);
    amount.current?.focus();
    amount.current?.select();
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
          large.forget();
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
      {large.entry && (
        <Box sx={{ gridArea: 'again' }}>
          <AgainField
            large={large}
            differs={large.differs}
            currency={currency}
            onBack={() => amount.current?.focus()}
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
