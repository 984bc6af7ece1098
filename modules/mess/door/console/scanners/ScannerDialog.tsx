import { Checkbox, FormControlLabel, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { typedNumber } from '../../../../../kernel/lib/numbers.ts';
import {
  FormDialog,
  SelectField,
  useDone,
  useForm,
  useLabels,
  useSave,
  useSession,
  type Versioned,
} from '../../../../../kernel/ui/index.ts';
import type { Scanner } from '../types.ts';

const POLICIES = ['warn', 'supervisor', 'refuse'] as const;

/** Edits whether a scanner may admit by hand, and what it does once its roster is too old. */
export function ScannerDialog({ scanner, onClose }: { scanner: Scanner & Versioned; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels('console.mess.scanner');
  const done = useDone(onClose);
  const { organization } = useSession();
  // The values when the form opened, unaffected by live updates.
  const [{ version, ...before }] = useState(scanner);
  const { save, dialog } = useSave();
  const initial = { stalePolicy: scanner.stalePolicy as string, hours: String(scanner.staleMinutes / 60) };
  const [byHand, setByHand] = useState(scanner.byHand);
  const show = (name: string, value: unknown) => {
    if (name === 'stalePolicy') return label(`policy.${value}`);
    if (name === 'byHand') return translate(value ? 'ra.boolean.true' : 'ra.boolean.false');
    return name === 'staleMinutes' ? String(Number(value) / 60) : String(value);
  };
  const form = useForm(initial, async ({ stalePolicy, hours }) => {
    const staleMinutes = Math.round(Number(typedNumber(hours, 2, organization)) * 60);
    const after = { stalePolicy, staleMinutes, byHand };
    await save<Scanner, typeof after>({ path: `/mess/scanners/${scanner.id}`, version, before, after, label, show });
    done('console.saved');
  });
  const words = { title: scanner.name, text: label('edit_text'), confirm: translate('ra.action.save') };
  const policies = POLICIES.map((id) => ({ id, name: label(`policy.${id}`) }));
  return (
    <FormDialog {...words} form={form} onClose={onClose}>
      {dialog}
      <SelectField {...form.bind('stalePolicy')} label={label('stalePolicy')} choices={policies} />
      <TextField {...form.bind('hours', { inputMode: 'decimal' })} label={label('staleHours')} />
      {scanner.role === 'supervisor' && (
        <FormControlLabel
          control={<Checkbox checked={byHand} onChange={(_, checked) => setByHand(checked)} />}
          label={label('byHand')}
        />
      )}
    </FormDialog>
  );
}
