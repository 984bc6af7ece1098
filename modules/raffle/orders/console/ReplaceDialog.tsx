import { TextField } from '@mui/material';
import { api, FormDialog, useDone, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { labels } from '../../numbers/label.rule.ts';
import type { Order } from './types.ts';

const LABELS = 'console.raffle.order';
const numbersIn = (text: string) => (text.match(/\d+/g) ?? []).map(Number);

/** Other numbers for an order whose own were gone when the money came: as many as were paid for. */
export function ReplaceDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const label = useLabels(LABELS);
  const done = useDone(onClose);
  const count = order.numbers.length;
  const send = async ({ numbers }: { numbers: string }) => {
    await api.post(`/raffle/orders/${order.id}/replace-numbers`, { numbers: numbersIn(numbers) });
    done('console.raffle.order.replaced');
  };
  const form = useForm({ numbers: '' }, send, LABELS);
  const words = {
    title: label('replace_title'),
    text: label('replace_text', { smart_count: count, numbers: labels(order.numbers, order.raffle.digits) }),
    confirm: label('replace'),
  };
  return (
    <FormDialog {...words} form={form} may={numbersIn(form.values.numbers).length === count} onClose={onClose}>
      <TextField {...form.bind('numbers')} autoFocus placeholder="5, 12, 99" />
    </FormDialog>
  );
}
