import { Box, TextField } from '@mui/material';
import { useNotify, useRefresh } from 'react-admin';
import {
  api,
  type Camelized,
  FormDialog,
  SelectField,
  useForm,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Agent } from '../../agents/contract.ts';
import type { Sale } from '../contract.ts';
import type { Batch, Voucher } from './batch.ts';

const LABELS = 'console.electricity.batch';

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
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const agents = useGet<Camelized<Agent>[]>('/electricity/agents', { limit: 200 }, { enabled: work !== 'cancel' });
  const initial = {
    from: String(only?.number ?? 1),
    to: String(only?.number ?? batch.count),
    agentId: 'none',
    reason: '',
  };
  const send = async ({ from, to, agentId, reason }: typeof initial, idempotencyKey: string) => {
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
  };
  const nobody = { id: 'none', name: label(work === 'sell' ? 'desk' : 'nobody') };
  const sellers = [nobody, ...(agents.data ?? []).filter(({ active }) => active)];
  const form = useForm(initial, send, LABELS);
  // Not "Cancel", which is the other button.
  const name = work === 'cancel' ? label(only ? 'cancel_one' : 'cancel_many') : label(work);
  const number = { inputMode: 'numeric' } as const;
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
          <TextField {...form.bind('from', number)} />
          <TextField {...form.bind('to', number)} />
        </Box>
      )}
      {work === 'cancel' ? (
        <TextField {...form.bind('reason')} required />
      ) : (
        <SelectField {...form.bind('agentId')} label={label('agent')} choices={sellers} />
      )}
    </FormDialog>
  );
}
