import { Button, Stack, TextField } from '@mui/material';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { api, type Camelized, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import type { Credit } from '../../credit/contract.ts';

type Shown = Camelized<Credit>;
/** Store credit that pays; with the code of a voucher, or of the customer who is served. */
export type Applied = { balanceMinor: number; voucher?: string };

/** A registered customer's store credit; null: none is known. */
export function useCustomerCredit(customerId: string | null): Shown | null {
  const path = `/exhibition/customers/${customerId}/credit`;
  const query = useGet<Shown>(path, {}, { enabled: customerId !== null, staleTime: 0 });
  return query.data ?? null;
}

type Props = { currency: string; onApply: (credit: Applied) => void; onBack: () => void };

/** Asks for a voucher's code, and what it is worth. */
export function CreditField({ currency, onApply, onBack }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const say = useLabels('console.exhibition.pay');
  const lookUp = async () => {
    const voucher = code.trim();
    if (voucher === '' || busy) return;
    setBusy(true);
    try {
      const credit = await api.post<Shown>('/exhibition/vouchers/look-up', { voucher });
      if (credit.currency !== currency || credit.balanceMinor === 0) setFault(say('voucher_empty'));
      else onApply({ balanceMinor: credit.balanceMinor, voucher });
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      field.current?.select();
    } finally {
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    // The keys of the payment are not meant here.
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Enter') void lookUp();
    else onBack();
  };
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }} onKeyDown={keys}>
      <TextField
        inputRef={field}
        fullWidth
        label={say('voucher_code')}
        name="voucher"
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
          setFault(null);
        }}
        error={fault !== null}
        helperText={fault}
        slotProps={{ htmlInput: { autoComplete: 'off', autoCapitalize: 'characters', maxLength: 30 } }}
      />
      <Button variant="outlined" size="large" disabled={busy} onClick={() => void lookUp()}>
        {say('voucher_take')}
      </Button>
    </Stack>
  );
}
