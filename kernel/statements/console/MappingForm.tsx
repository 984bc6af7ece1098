import { Box, MenuItem, TextField } from '@mui/material';
import { SelectField, useLabels } from '../../ui/index.ts';
import { DATE_FORMATS } from '../contract.ts';
import type { Mapping } from './types.ts';

/** Fields with one column each, in the order in which people look for them. */
const COLUMNS = [
  'date',
  'time',
  'amount',
  'credit',
  'debit',
  'direction',
  'balance',
  'payer',
  'transactionReference',
  'currency',
  'status',
] as const;

export const BLANK: Mapping = { date: '', text: [], dateOrder: 'dmy', decimal: '.' };

/** Whether the file can be read: it has a date, and an amount in one of the two ways. */
export function isComplete(mapping: Mapping): boolean {
  return mapping.date !== '' && Boolean(mapping.amount || mapping.credit);
}

type Props = { headings: string[]; mapping: Mapping; onChange: (mapping: Mapping) => void };

/** Asks which column of the bank's file is which field; once for each bank. */
export function MappingForm({ headings, mapping, onChange }: Props) {
  const label = useLabels('console.statements');
  const set = (field: keyof Mapping, value: string) => {
    const { [field]: _, ...rest } = mapping;
    onChange((value === '' && field !== 'date' ? rest : { ...mapping, [field]: value }) as Mapping);
  };
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))' }}>
      {COLUMNS.map((field) => (
        <SelectField
          key={field}
          required={field === 'date'}
          label={label(`column.${field}`)}
          value={mapping[field] ?? ''}
          onChange={(event) => set(field, event.target.value)}
          none="—"
          choices={headings.map((id) => ({ id, name: id }))}
        />
      ))}
      <SelectField
        label={label('column.text')}
        value={mapping.text}
        onChange={(event) => onChange({ ...mapping, text: [event.target.value].flat().slice(0, 5) })}
        slotProps={{ select: { multiple: true } }}
        choices={headings.map((id) => ({ id, name: id }))}
      />
      <SelectField
        label={label('date_order')}
        value={mapping.dateOrder}
        onChange={(event) => set('dateOrder', event.target.value)}
        choices={DATE_FORMATS.map((id) => ({ id, name: label(`date_orders.${id}`) }))}
      />
      <TextField
        select
        label={label('decimal')}
        value={mapping.decimal}
        onChange={(event) => set('decimal', event.target.value)}
      >
        <MenuItem value=".">1,234.50</MenuItem>
        <MenuItem value=",">1.234,50</MenuItem>
      </TextField>
    </Box>
  );
}
