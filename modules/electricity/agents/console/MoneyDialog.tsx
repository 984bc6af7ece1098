import { TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { TillState } from '../../../../kernel/till/console/index.ts';
import { api, FormDialog, useForm, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import type { Agent } from './agent.ts';

const LABELS = 'console.electricity.agent';

type Props = { agent: Agent; work: 'take' | 'close'; onClose: () => void };

/** An agent hands money over; with `close` their day ends too. */
export function MoneyDialog({ agent, work, onClose }: Props) {
  const format = useFormat();
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const owed = Number(agent.owed) > 0 ? agent.owed : '';
  const send = async ({ amount, handed }: Record<'amount' | 'handed', string>, idempotencyKey: string) => {
    const at = `/electricity/agents/${agent.id}`;
    if (work === 'take') await api.post(`${at}/payments`, { amount }, { idempotencyKey });
    else await api.post(`${at}/closes`, { handed: handed.trim() || '0' }, { idempotencyKey });
    refresh();
    onClose();
  };
  const form = useForm({ amount: owed, handed: owed || '0' }, send, LABELS);
  const text = `${label('owed')} ${format.money(agent.owed, agent.currency)}`;
  return (
    <FormDialog
      title={`${label(work)}: ${agent.name}`}
      text={work === 'close' ? `${text}. ${label('close_text')}` : text}
      confirm={label(work)}
      form={form}
      onClose={onClose}
    >
      <TillState currency={agent.currency} />
      {work === 'take' ? (
        <TextField {...form.bind('amount')} autoFocus />
      ) : (
        <TextField {...form.bind('handed')} autoFocus />
      )}
    </FormDialog>
  );
}
