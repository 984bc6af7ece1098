import { TextField } from '@mui/material';
import { api, Columns, FormDialog, useDone, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import type { Student } from '../../students/console/types.ts';

/** Cuts days for a student at the desk. The chat's rules hold, because the kitchen buys food by the cuts. */
export function CutDialog({ student, onClose }: { student: Student; onClose: () => void }) {
  const label = useLabels('console.mess.cut');
  const done = useDone(onClose);
  const tomorrow = plusDays(useToday(), 1);
  const form = useForm({ from: tomorrow, to: tomorrow }, async ({ from, to }, idempotencyKey) => {
    await api.post('/mess/cuts', { studentId: student.id, from, to }, { idempotencyKey });
    done('console.mess.cut.made');
  });
  const title = label('new_title', { name: student.name });
  return (
    <FormDialog title={title} text={label('new_text')} confirm={label('make')} form={form} onClose={onClose}>
      <Columns of="1fr 1fr" below="1fr 1fr" gap={2}>
        <TextField {...form.day('from', { min: tomorrow })} label={label('first')} autoFocus />
        <TextField {...form.day('to', { min: tomorrow })} label={label('last')} />
      </Columns>
    </FormDialog>
  );
}
