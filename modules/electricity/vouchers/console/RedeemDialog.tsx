import { TextField } from '@mui/material';
import { useNotify, useRefresh } from 'react-admin';
import { api, type Camelized, FormDialog, useForm, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import type { Redemption } from '../contract.ts';

const LABELS = 'console.electricity.batch';

/** Somebody brings a voucher to the desk. */
export function RedeemDialog({ onClose }: { onClose: () => void }) {
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const send = async ({ code, meter }: Record<'code' | 'meter', string>, idempotencyKey: string) => {
    const body = { code, meter };
    const done = await api.post<Camelized<Redemption>>('/electricity/vouchers/redeem', body, { idempotencyKey });
    const messageArgs = { kwh: format.number(done.wh / 1000), meter: showNumber(done.meter.number) };
    notify('console.electricity.batch.redeemed_done', { type: 'success', messageArgs });
    refresh();
    onClose();
  };
  const form = useForm({ code: '', meter: '' }, send, LABELS);
  const digits = { inputMode: 'numeric', autoComplete: 'off' } as const;
  return (
    <FormDialog title={label('redeem')} confirm={label('redeem')} form={form} onClose={onClose}>
      <TextField {...form.bind('code', digits)} label={label('digits')} autoFocus />
      <TextField {...form.bind('meter', digits)} />
    </FormDialog>
  );
}
