import { TextField } from '@mui/material';
import { api, FormDialog, useDone, useForm, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import type { Closure } from './types.ts';

/** Ends a closure early: meals are served again on the remaining days. */
export function ShortenDialog({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const label = useLabels('console.mess.closure');
  const format = useFormat();
  const done = useDone(onClose);
  const today = useToday();
  const earliest = closure.from > today ? closure.from : today;
  const form = useForm({ to: earliest }, async ({ to }, idempotencyKey) => {
    const path = `/mess/closures/${closure.id}/shorten`;
    const after = await api.post<Closure & { notified: number }>(path, { to }, { idempotencyKey });
    done('console.mess.closure.shortened', { smart_count: after.notified });
  });
  const title = label('shorten_title', { days: `${format.day(closure.from)} – ${format.day(closure.to)}` });
  return (
    <FormDialog title={title} text={label('cancel_text')} confirm={label('shorten')} form={form} onClose={onClose}>
      <TextField {...form.day('to', { min: earliest, max: plusDays(closure.to, -1) })} label={label('last')} />
    </FormDialog>
  );
}
