import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { Large } from './useLarge.ts';

type Props = { large: Large; currency: string; differs?: boolean; onBack: () => void };

/** The amount of a large bill once more: a second Enter alone could be an accident. */
export function AgainField({ large, currency, differs = false, onBack }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <TextField
      inputRef={large.field}
      fullWidth
      label={translate('console.exhibition.bill.again')}
      name="again"
      value={large.again}
      onChange={(event) => large.type(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Elsewhere on the desk Escape means the next customer.
        event.preventDefault();
        large.forget();
        onBack();
      }}
      error={differs}
      helperText={
        differs
          ? translate('console.exhibition.bill.again_differs')
          : translate('console.exhibition.bill.again_help', {
              amount: format.money(large.entry?.amount ?? '0', currency),
            })
      }
      color="warning"
      focused
      slotProps={{ htmlInput: { inputMode: 'decimal', enterKeyHint: 'done', autoComplete: 'off' } }}
    />
  );
}
