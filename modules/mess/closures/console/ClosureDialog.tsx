import { Box, MenuItem, TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import { useMeals } from '../../meals/console/useMeals.ts';
import type { Closure } from './types.ts';

/** Closes one day or many, one meal or all; the affected students are notified. */
export function ClosureDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const today = useToday();
  const meals = useMeals().data ?? [];
  const label = (name: string) => translate(`console.mess.closure.${name}`);
  const tomorrow = plusDays(today, 1);
  const initial = { from: tomorrow, to: tomorrow, meal: 'all', reason: '' };
  const form = useForm(initial, async ({ from, to, meal, reason }, idempotencyKey) => {
    const body = { from, to: to || from, meal: meal === 'all' ? null : meal, reason: reason.trim() };
    const made = await api.post<Camelized<Closure & { notified: number }>>('/mess/closures', body, { idempotencyKey });
    notify('console.mess.closure.made', { type: 'success', messageArgs: { smart_count: made.notified } });
    refresh();
    onClose();
  });
  const day = { type: 'date', slotProps: { inputLabel: { shrink: true }, htmlInput: { min: today } } } as const;
  // A last day before the first is never meant, so it moves along with the first.
  const setFirst = (from: string) => {
    form.set('from', from);
    if (form.values.to < from) form.set('to', from);
  };
  return (
    <FormDialog title={label('new')} text={label('new_text')} confirm={label('make')} form={form} onClose={onClose}>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
        <TextField
          label={label('first')}
          {...form.bind('from')}
          onChange={(event) => setFirst(event.target.value)}
          {...day}
        />
        <TextField label={label('last')} {...form.bind('to')} {...day} />
      </Box>
      <TextField select label={label('meal')} {...form.bind('meal')}>
        <MenuItem value="all">{label('all')}</MenuItem>
        {meals
          .filter(({ active }) => active)
          .map(({ code, name }) => (
            <MenuItem key={code} value={code}>
              {name}
            </MenuItem>
          ))}
      </TextField>
      <TextField
        label={label('reason')}
        {...form.bind('reason')}
        helperText={form.bind('reason').helperText ?? label('reason_help')}
        slotProps={{ htmlInput: { maxLength: 300 } }}
      />
    </FormDialog>
  );
}
