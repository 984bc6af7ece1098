import { Box, MenuItem, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm, useFormat } from '../../../../kernel/ui/index.ts';
import type { Agent } from '../../agents/contract.ts';
import type { Sale } from '../contract.ts';
import type { Batch, Voucher } from './batch.ts';

export type RangeWork = 'sell' | 'hand_out' | 'cancel';
const PATHS = { sell: 'sales', hand_out: 'hand-out', cancel: 'cancel' };

type Props = {
  batch: Batch;
  work: RangeWork;
  /** this voucher alone */
  only?: Voucher;
  onClose: () => void;
};

/** Sells, hands out or cancels the vouchers of a batch from one number to another. */
export function RangeDialog({ batch, work, only, onClose }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.electricity.batch.${name}`);
  const agents = useQuery({
    queryKey: ['electricity agents'],
    queryFn: () => api.get<Camelized<Agent>[]>('/electricity/agents', { limit: 200 }),
    enabled: work !== 'cancel',
  });
  const initial = {
    from: String(only?.number ?? 1),
    to: String(only?.number ?? batch.count),
    agentId: 'none',
    reason: '',
  };
  const form = useForm(initial, async ({ from, to, agentId, reason }, idempotencyKey) => {
    const range = { from: Number(from), to: Number(to) };
    const body = work === 'cancel' ? { ...range, reason } : { ...range, agentId: agentId === 'none' ? null : agentId };
    const path = `/electricity/voucher-batches/${batch.id}/${PATHS[work]}`;
    const done = await api.post<Camelized<Sale>>(path, body, { idempotencyKey });
    const messageArgs = { count: done.vouchers, amount: format.money(done.amount, done.currency) };
    // Cancelling and handing out move no money that is worth a notice.
    if (work === 'sell') notify('console.electricity.batch.sold_done', { type: 'success', messageArgs });
    else notify('console.saved', { type: 'success' });
    refresh();
    onClose();
  });
  // Not "Cancel", which is the other button.
  const name = work === 'cancel' ? label(only ? 'cancel_one' : 'cancel_many') : label(work);
  const number = { slotProps: { htmlInput: { inputMode: 'numeric' } } } as const;
  return (
    <FormDialog
      title={`${name}: ${only?.serial ?? batch.name}`}
      confirm={name}
      danger={work === 'cancel'}
      form={form}
      onClose={onClose}
    >
      {!only && (
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
          <TextField label={label('from')} {...form.bind('from')} {...number} />
          <TextField label={label('to')} {...form.bind('to')} {...number} />
        </Box>
      )}
      {work === 'cancel' ? (
        <TextField label={label('reason')} {...form.bind('reason')} required />
      ) : (
        <TextField select label={label('agent')} {...form.bind('agentId')}>
          <MenuItem value="none">{label(work === 'sell' ? 'desk' : 'nobody')}</MenuItem>
          {agents.data
            ?.filter(({ active }) => active)
            .map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
        </TextField>
      )}
    </FormDialog>
  );
}
