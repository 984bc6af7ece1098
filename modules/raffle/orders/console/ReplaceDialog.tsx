import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  TextField,
} from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, useForm } from '../../../../kernel/ui/index.ts';
import { labels } from '../../numbers/label.rule.ts';
import type { Order } from './types.ts';

/** Other numbers for an order whose own were gone when the money came: as many as were paid for. */
export function ReplaceDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const form = useForm({ numbers: '' }, async ({ numbers }) => {
    const chosen = (numbers.match(/\d+/g) ?? []).map(Number);
    await api.post(`/raffle/orders/${order.id}/replace-numbers`, { numbers: chosen });
    notify('console.raffle.order.replaced', { type: 'success' });
    refresh();
    onClose();
  });
  const label = (name: string, values?: object) => translate(`console.raffle.order.${name}`, values);
  const count = (form.values.numbers.match(/\d+/g) ?? []).length;
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="xs">
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label('replace_title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>
            {label('replace_text', {
              smart_count: order.numbers.length,
              numbers: labels(order.numbers, order.raffle.digits),
            })}
          </DialogContentText>
          {form.message && (
            <Alert severity="error" sx={{ mt: 2 }}>
              {form.message}
            </Alert>
          )}
          <TextField
            {...form.bind('numbers')}
            autoFocus
            label={label('numbers')}
            placeholder="5, 12, 99"
            sx={{ mt: 2 }}
          />
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy || count !== order.numbers.length}>
            {label('replace')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
