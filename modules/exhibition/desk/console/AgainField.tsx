import { TextField } from '@mui/material';
import type { RefObject } from 'react';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';

type Props = {
  field: RefObject<HTMLInputElement | null>;
  value: string;
  /** what has to be repeated */
  amount: string;
  currency: string;
  /** something else was typed */
  differs?: boolean;
  onChange: (text: string) => void;
  onBack: () => void;
};

/** The amount of a large bill once more: a second Enter alone could be an accident. */
export function AgainField({ field, value, amount, currency, differs = false, onChange, onBack }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <TextField
      inputRef={field}
      fullWidth
      label={translate('console.exhibition.bill.again')}
      name="again"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Elsewhere on the desk Escape means the next customer.
        event.preventDefault();
        onBack();
      }}
      error={differs}
      helperText={
        differs
          ? translate('console.exhibition.bill.again_differs')
          : translate('console.exhibition.bill.again_help', { amount: format.money(amount, currency) })
      }
      color="warning"
      focused
      slotProps={{ htmlInput: { inputMode: 'decimal', enterKeyHint: 'done', autoComplete: 'off' } }}
    />
  );
}
