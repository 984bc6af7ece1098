import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, useDone, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

/** Asks where buyers pay, when a raffle goes on sale before anybody has said it; then it goes on sale. */
export function PlaceToPay({ raffle, onClose }: { raffle: Raffle; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels('console.raffle.raffle');
  const done = useDone(onClose);
  const form = useForm({ payTo: '' }, async ({ payTo }) => {
    await api.post(`/raffle/raffles/${raffle.id}/activate`, { active: true, payTo: payTo.trim() });
    done('console.raffle.raffle.activated');
  });
  const words = { title: label('pay_to_title'), text: label('pay_to_text'), confirm: label('activate') };
  return (
    <FormDialog {...words} form={form} onClose={onClose}>
      <TextField
        {...form.bind('payTo', { maxLength: 500 })}
        label={translate('console.settings.payments.pay_to.title')}
        autoFocus
        multiline
        minRows={2}
      />
    </FormDialog>
  );
}
