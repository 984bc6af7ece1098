import { TextField } from '@mui/material';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm, useFormat } from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import type { Redemption } from '../contract.ts';

/** Somebody brings a voucher to the desk. */
export function RedeemDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.electricity.batch.${name}`);
  const form = useForm({ code: '', meter: '' }, async ({ code, meter }, idempotencyKey) => {
    const body = { code, meter };
    const done = await api.post<Camelized<Redemption>>('/electricity/vouchers/redeem', body, { idempotencyKey });
    const messageArgs = { kwh: format.number(done.wh / 1000), meter: showNumber(done.meter.number) };
    notify('console.electricity.batch.redeemed_done', { type: 'success', messageArgs });
    refresh();
    onClose();
  });
  const digits = { slotProps: { htmlInput: { inputMode: 'numeric', autoComplete: 'off' } } } as const;
  return (
    <FormDialog title={label('redeem')} confirm={label('redeem')} form={form} onClose={onClose}>
      <TextField label={label('digits')} {...form.bind('code')} {...digits} autoFocus />
      <TextField label={label('meter')} {...form.bind('meter')} {...digits} />
    </FormDialog>
  );
}
