import { TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm, useFormat } from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import type { Closure } from './types.ts';

/** Ends a closure early: meals are served again on the remaining days. */
export function ShortenDialog({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const today = useToday();
  const label = (name: string) => translate(`console.mess.closure.${name}`);
  const earliest = closure.from > today ? closure.from : today;
  const form = useForm({ to: earliest }, async ({ to }, idempotencyKey) => {
    const path = `/mess/closures/${closure.id}/shorten`;
    const after = await api.post<Closure & { notified: number }>(path, { to }, { idempotencyKey });
    notify('console.mess.closure.shortened', { type: 'success', messageArgs: { smart_count: after.notified } });
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={translate('console.mess.closure.shorten_title', {
        days: `${format.day(closure.from)} – ${format.day(closure.to)}`,
      })}
      text={label('cancel_text')}
      confirm={label('shorten')}
      form={form}
      onClose={onClose}
    >
      <TextField
        label={label('last')}
        {...form.bind('to')}
        type="date"
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: earliest, max: plusDays(closure.to, -1) } }}
      />
    </FormDialog>
  );
}
