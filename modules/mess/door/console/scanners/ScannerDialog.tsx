import { Checkbox, FormControlLabel, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { typedNumber } from '../../../../../kernel/lib/numbers.ts';
import { FormDialog, useForm, useSave, useSession, type Versioned } from '../../../../../kernel/ui/index.ts';
import type { Scanner } from '../types.ts';

const POLICIES = ['warn', 'supervisor', 'refuse'] as const;

/** Edits whether a scanner may admit by hand, and what it does once its roster is too old. */
export function ScannerDialog({ scanner, onClose }: { scanner: Scanner & Versioned; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.mess.scanner.${name}`);
  // The values when the form opened, unaffected by live updates.
  const [{ version, ...before }] = useState(scanner);
  const { save, dialog } = useSave();
  const initial = {
    stalePolicy: scanner.stalePolicy as string,
    hours: String(scanner.staleMinutes / 60),
  };
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
    notify('console.saved', { type: 'success' });
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={scanner.name}
      text={label('edit_text')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      {dialog}
      <TextField select label={label('stalePolicy')} {...form.bind('stalePolicy')}>
        {POLICIES.map((policy) => (
          <MenuItem key={policy} value={policy}>
            {label(`policy.${policy}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={label('staleHours')}
        {...form.bind('hours')}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
      />
      {scanner.role === 'supervisor' && (
        <FormControlLabel
          control={<Checkbox checked={byHand} onChange={(_, checked) => setByHand(checked)} />}
          label={label('byHand')}
        />
      )}
    </FormDialog>
  );
}
