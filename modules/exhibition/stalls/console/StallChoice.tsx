import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Stall } from './types.ts';

type Props = { stalls: Stall[]; value: string; onChange: (id: string) => void; house?: boolean; label?: string };

/** A stall, or the house (empty); nothing to choose from where a fair has no stalls. */
export function StallChoice({ stalls, value, onChange, house = true, label = 'console.exhibition.stall.one' }: Props) {
  const translate = useTranslate();
  if (stalls.length === 0) return null;
  return (
    <TextField
      select
      label={translate(label)}
      value={stalls.some(({ id }) => id === value) ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      sx={{ minWidth: 180 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {house && <MenuItem value="">{translate('console.exhibition.stall.house')}</MenuItem>}
      {stalls.map(({ id, code, name }) => (
        <MenuItem key={id} value={id}>
          {code} {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
