import { TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { api, type Camelized, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { type Material as Answer, UNITS } from '../contract.ts';

const LABELS = 'console.coffee.material';

export type Material = Camelized<Answer>;

/** Adds or changes a material; its code and unit stay. */
export function MaterialForm({ material, onClose }: { material: Material | null; onClose: () => void }) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const initial = {
    code: material?.code ?? '',
    name: material?.name ?? '',
    unit: material?.unit ?? 'g',
    specification: material?.specification ?? '',
    cost: material?.cost ?? '',
    active: material?.active === false ? 'no' : 'yes',
  };
  const send = async (values: Record<keyof typeof initial, string>, idempotencyKey: string) => {
    const { code, unit, active, ...rest } = values;
    const body = { ...rest, active: active === 'yes' };
    if (material) await api.patch(`/coffee/materials/${material.id}`, body);
    else await api.post('/coffee/materials', { ...body, code, unit }, { idempotencyKey });
    refresh();
    onClose();
  };
  const form = useForm(initial, send, LABELS);
  return (
    <FormDialog title={label(material ? 'edit' : 'add')} form={form} onClose={onClose}>
      <TextField {...form.bind('code')} disabled={material !== null} autoFocus />
      <TextField {...form.bind('name', { maxLength: 120 })} />
      <SelectField
        {...form.bind('unit')}
        disabled={material !== null}
        choices={UNITS.map((unit) => ({ id: unit, name: label(`units.${unit}`) }))}
      />
      <TextField {...form.bind('specification', { maxLength: 500 })} />
      <TextField {...form.bind('cost')} />
      {material && (
        <SelectField
          {...form.bind('active')}
          choices={[
            { id: 'yes', name: label('active') },
            { id: 'no', name: label('inactive') },
          ]}
        />
      )}
    </FormDialog>
  );
}
