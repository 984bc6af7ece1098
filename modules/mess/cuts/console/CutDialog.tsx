import { Box, TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import type { Student } from '../../students/console/types.ts';

/** Cuts days for a student at the desk. The chat's rules hold, because the kitchen buys food by the cuts. */
export function CutDialog({ student, onClose }: { student: Student; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const tomorrow = plusDays(useToday(), 1);
  const label = (name: string) => translate(`console.mess.cut.${name}`);
  const form = useForm({ from: tomorrow, to: tomorrow }, async ({ from, to }, idempotencyKey) => {
    await api.post('/mess/cuts', { studentId: student.id, from, to }, { idempotencyKey });
    notify('console.mess.cut.made', { type: 'success' });
    refresh();
    onClose();
  });
  const day = { type: 'date', slotProps: { inputLabel: { shrink: true }, htmlInput: { min: tomorrow } } } as const;
  return (
    <FormDialog
      title={translate('console.mess.cut.new_title', { name: student.name })}
      text={label('new_text')}
      confirm={label('make')}
      form={form}
      onClose={onClose}
    >
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
        <TextField label={label('first')} {...form.bind('from')} {...day} autoFocus />
        <TextField label={label('last')} {...form.bind('to')} {...day} />
      </Box>
    </FormDialog>
  );
}
