import AddIcon from '@mui/icons-material/Add';
import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, type RefObject, useState } from 'react';
import { useTranslate } from 'react-admin';
import { decimalsOf } from '../../../../kernel/lib/money.ts';
import type { Region } from '../../../../kernel/lib/numbers.ts';
import { useSession } from '../../../../kernel/ui/index.ts';
import { parseBillAmount } from '../../domain/amount.ts';

type Props = {
  currency: string;
  amount: RefObject<HTMLInputElement | null>;
  onAdd: (amount: string, description: string) => void;
};

/** The server's own rule, asked before anything is sent: why an amount can't stand, as a key; null when it can. */
function faultOf(text: string, currency: string, region: Region): string | null {
  const parsed = parseBillAmount(text, currency, region);
  return parsed.ok ? null : (parsed.code.split('.').at(-1) ?? null);
}

/** Amount, Enter, next: the focus returns to the amount, so the hands never leave the keyboard. */
export function BillForm({ currency, amount, onAdd }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const [text, setText] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === '') return;
    const wrong = faultOf(typed, currency, organization);
    setFault(wrong);
    amount.current?.focus();
    if (wrong) return amount.current?.select();
    onAdd(typed, description.trim());
    setText('');
    setDescription('');
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
        }}
        error={fault !== null}
        helperText={
          fault && translate(`console.exhibition.bill.fault.${fault}`, { digits: Math.min(2, decimalsOf(currency)) })
        }
        sx={{ gridArea: 'amount' }}
        slotProps={{
          htmlInput: {
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
    </Box>
  );
}

/** On a phone the button stays beside the amount, above the keyboard; the description is for when there is time. */
const LAYOUT = {
  display: 'grid',
  gap: 1.25,
  alignItems: 'start',
  gridTemplateColumns: { xs: '1fr auto', sm: '190px 1fr auto' },
  gridTemplateAreas: { xs: '"amount add" "text text"', sm: '"amount text add"' },
};

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}
