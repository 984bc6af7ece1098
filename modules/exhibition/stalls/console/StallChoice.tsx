import { useTranslate } from 'react-admin';
import { SelectField } from '../../../../kernel/ui/index.ts';
import type { Stall } from './types.ts';

type Props = { stalls: Stall[]; value: string; onChange: (id: string) => void; house?: boolean; label?: string };

/** A stall, or the house (empty); nothing to choose from where a fair has no stalls. */
export function StallChoice({ stalls, value, onChange, house = true, label = 'console.exhibition.stall.one' }: Props) {
  const translate = useTranslate();
  if (stalls.length === 0) return null;
  return (
    <SelectField
      label={translate(label)}
      value={stalls.some(({ id }) => id === value) ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      sx={{ minWidth: 180 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      choices={stalls.map(({ id, code, name }) => ({ id, name: `${code} ${name}` }))}
      none={house ? translate('console.exhibition.stall.house') : undefined}
    />
  );
}
