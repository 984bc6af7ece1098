import { TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

/** Asks where buyers pay, when a raffle goes on sale before anybody has said it; then it goes on sale. */
export function PlaceToPay({ raffle, onClose }: { raffle: Raffle; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.raffle.raffle.${name}`);
  const form = useForm({ payTo: '' }, async ({ payTo }) => {
    await api.post(`/raffle/raffles/${raffle.id}/activate`, { active: true, payTo: payTo.trim() });
    notify('console.raffle.raffle.activated', { type: 'success' });
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={label('pay_to_title')}
      text={label('pay_to_text')}
      confirm={label('activate')}
      form={form}
      onClose={onClose}
    >
      <TextField
        {...form.bind('payTo')}
        label={translate('console.settings.payments.pay_to.title')}
        autoFocus
        multiline
        minRows={2}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </FormDialog>
  );
}
