import { TextField } from '@mui/material';
import {
  api,
  type Camelized,
  Columns,
  FormDialog,
  SelectField,
  useDone,
  useForm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import { useMeals } from '../../meals/console/useMeals.ts';
import type * as closures from '../contract.ts';

export type Closure = Camelized<closures.Closure>;

const LABELS = 'console.mess.closure';

/** Closes one day or many, one meal or all; the affected students are notified. */
export function ClosureDialog({ onClose }: { onClose: () => void }) {
  const label = useLabels(LABELS);
  const done = useDone(onClose);
  const today = useToday();
  const meals = useMeals().data ?? [];
  const tomorrow = plusDays(today, 1);
  const initial = { from: tomorrow, to: tomorrow, meal: 'all', reason: '' };
  const send = async ({ from, to, meal, reason }: typeof initial, idempotencyKey: string) => {
    const body = { from, to: to || from, meal: meal === 'all' ? null : meal, reason: reason.trim() };
    const made = await api.post<Camelized<Closure & { notified: number }>>('/mess/closures', body, { idempotencyKey });
    done('console.mess.closure.made', { smart_count: made.notified });
  };
  const form = useForm(initial, send, LABELS);
  // A last day before the first is never meant, so it moves along with the first.
  const setFirst = (from: string) => {
    form.set('from', from);
    if (form.values.to < from) form.set('to', from);
  };
  const active = meals.filter((meal) => meal.active).map(({ code, name }) => ({ id: code as string, name }));
  return (
    <FormDialog title={label('new')} text={label('new_text')} confirm={label('make')} form={form} onClose={onClose}>
      <Columns of="1fr 1fr" below="1fr 1fr" gap={2}>
        <TextField
          {...form.day('from', { min: today })}
          label={label('first')}
          onChange={(event) => setFirst(event.target.value)}
        />
        <TextField {...form.day('to', { min: today })} label={label('last')} />
      </Columns>
      <SelectField {...form.bind('meal')} choices={[{ id: 'all', name: label('all') }, ...active]} />
      <TextField {...form.bind('reason', { help: 'reason_help', maxLength: 300 })} />
    </FormDialog>
  );
}

/** Ends a closure early: meals are served again on the remaining days. */
export function ShortenDialog({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const label = useLabels(LABELS);
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
