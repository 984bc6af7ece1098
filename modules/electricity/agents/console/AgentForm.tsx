import { TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import type { Agent } from './agent.ts';

const LABELS = 'console.electricity.agent';

/** Adds or changes an agent. */
export function AgentForm({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const initial = {
    name: agent?.name ?? '',
    limit: agent?.limit ?? '0',
    contact: agent?.contact ?? '',
    active: agent?.active === false ? 'no' : 'yes',
  };
  const send = async ({ name, limit, contact, active }: typeof initial, idempotencyKey: string) => {
    const body = { name, limit, contact: contact.trim() || null };
    if (agent) {
      const changed = Object.entries({ ...body, active: active === 'yes' }).filter(
        ([key, value]) => value !== { ...agent }[key as keyof Agent],
      );
      await api.patch(`/electricity/agents/${agent.id}`, Object.fromEntries(changed));
    } else await api.post('/electricity/agents', body, { idempotencyKey });
    refresh();
    onClose();
  };
  const form = useForm(initial, send, LABELS);
  const title = label(agent ? 'edit' : 'add');
  return (
    <FormDialog title={title} confirm={title} form={form} onClose={onClose}>
      <TextField {...form.bind('name')} required autoFocus />
      <TextField {...form.bind('limit')} />
      <TextField {...form.bind('contact', { help: 'contact_help' })} />
      {agent && (
        <SelectField
          {...form.bind('active')}
          choices={[
            { id: 'yes', name: label('active') },
            { id: 'no', name: label('inactive') },
          ]}
        />
      )}
    </FormDialog>
  );
}
