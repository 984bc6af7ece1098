import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/DeleteOutlined';
import { Box, Button, IconButton, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, SelectField, useForm, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import type { Material } from '../../materials/console/MaterialForm.tsx';
import type { Bin } from './machine.ts';

type Row = { position: string; material: string; capacity: string; threshold: string };
type Props = { machineId: string; bins: Bin[]; onClose: () => void; onSaved: () => void };

/** As many as a machine may have. */
const MAX_BINS = 40;
const rowOf = ({ position, material, capacity, threshold }: Bin): Row => ({
  position: `${position}`,
  material: material?.code ?? '',
  capacity: `${capacity}`,
  threshold: `${threshold}`,
});

/** Which bins a machine has: material, capacity and threshold of each. */
export function BinsForm({ machineId, bins, onClose, onSaved }: Props) {
  const translate = useTranslate();
  const label = useLabels('console.coffee.bins');
  const materials = useGet<Material[]>('/coffee/materials', { limit: 200 });
  const send = async (values: { bins: string }) => {
    const body = (JSON.parse(values.bins) as Row[]).map(({ position, material, capacity, threshold }) => ({
      position: Number(position),
      material: material || null,
      capacity: Number(capacity),
      threshold: Number(threshold || 0),
    }));
    await api.put(`/coffee/machines/${machineId}/bins`, { bins: body });
    onSaved();
    onClose();
  };
  const form = useForm({ bins: JSON.stringify(bins.map(rowOf)) }, send);
  const rows = JSON.parse(form.values.bins) as Row[];
  const keep = (next: Row[]) => form.set('bins', JSON.stringify(next));
  const change = (at: number, part: Partial<Row>) => keep(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const add = () => {
    const position = Math.max(0, ...rows.map((row) => Number(row.position))) + 1;
    keep([...rows, { position: `${position}`, material: '', capacity: '', threshold: '' }]);
  };
  const unit = (code: string) => {
    const found = materials.data?.find((material) => material.code === code);
    return found ? ` (${translate(`console.coffee.material.units.${found.unit}`)})` : '';
  };
  const number = (at: number, name: 'position' | 'capacity' | 'threshold', text: string) => (
    <TextField
      size="small"
      type="number"
      label={text}
      value={rows[at]?.[name] ?? ''}
      onChange={(event) => change(at, { [name]: event.target.value })}
      slotProps={{ htmlInput: { min: 0, step: name === 'position' ? 1 : 'any', inputMode: 'decimal' } }}
    />
  );
  return (
    <FormDialog title={label('title')} text={label('text')} form={form} onClose={onClose}>
      {rows.map((row, at) => (
        <Box
          // A row's place is all that it is known by while its fields are typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          role="group"
          aria-label={translate('console.coffee.machine.bin', { position: row.position })}
          sx={{ display: 'grid', gap: 1, gridTemplateColumns: '5rem minmax(0,1fr) auto', alignItems: 'center' }}
        >
          {number(at, 'position', label('position'))}
          <SelectField
            size="small"
            label={label('material')}
            value={row.material}
            onChange={(event) => change(at, { material: event.target.value })}
            choices={(materials.data ?? [])
              .filter(({ active, code }) => active || code === row.material)
              .map(({ code, name }) => ({ id: code, name }))}
            none={label('no_material')}
          />
          <IconButton
            size="small"
            aria-label={label('remove', { position: row.position })}
            onClick={() => keep(rows.filter((_, i) => i !== at))}
          >
            <RemoveIcon fontSize="small" />
          </IconButton>
          <Box sx={{ gridColumn: '1 / -1', display: 'grid', gap: 1, gridTemplateColumns: '1fr 1fr', pb: 1 }}>
            {number(at, 'capacity', label('capacity') + unit(row.material))}
            {number(at, 'threshold', label('threshold') + unit(row.material))}
          </Box>
        </Box>
      ))}
      {rows.length === 0 && <Typography color="textSecondary">{label('none')}</Typography>}
      <Button startIcon={<AddIcon />} disabled={rows.length >= MAX_BINS} onClick={add} sx={{ alignSelf: 'start' }}>
        {label('add')}
      </Button>
    </FormDialog>
  );
}
