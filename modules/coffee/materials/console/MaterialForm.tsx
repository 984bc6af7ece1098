import { MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { type Material as Answer, UNITS } from '../contract.ts';

export type Material = Camelized<Answer>;

/** Adds or changes a material; its code and unit stay. */
export function MaterialForm({ material, onClose }: { material: Material | null; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.coffee.material.${name}`);
  const initial = {
    code: material?.code ?? '',
    name: material?.name ?? '',
    unit: material?.unit ?? 'g',
    specification: material?.specification ?? '',
    cost: material?.cost ?? '',
    active: material?.active === false ? 'no' : 'yes',
  };
  const form = useForm<Record<keyof typeof initial, string>>(initial, async (values, idempotencyKey) => {
    const { code, unit, active, ...rest } = values;
    const body = { ...rest, active: active === 'yes' };
    if (material) await api.patch(`/coffee/materials/${material.id}`, body);
    else await api.post('/coffee/materials', { ...body, code, unit }, { idempotencyKey });
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={label(material ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField label={label('code')} {...form.bind('code')} disabled={material !== null} autoFocus />
      <TextField label={label('name')} {...form.bind('name')} slotProps={{ htmlInput: { maxLength: 120 } }} />
      <TextField select label={label('unit')} {...form.bind('unit')} disabled={material !== null}>
        {UNITS.map((unit) => (
          <MenuItem key={unit} value={unit}>
            {label(`units.${unit}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={label('specification')}
        {...form.bind('specification')}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
      <TextField label={label('cost')} {...form.bind('cost')} />
      {material && (
        <TextField select label={label('active')} {...form.bind('active')}>
          <MenuItem value="yes">{label('active')}</MenuItem>
          <MenuItem value="no">{label('inactive')}</MenuItem>
        </TextField>
      )}
    </FormDialog>
  );
}
