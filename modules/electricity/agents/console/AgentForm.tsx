import { MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import type { Agent } from './agent.ts';

/** Adds or changes an agent. */
export function AgentForm({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.electricity.agent.${name}`);
  const initial = {
    name: agent?.name ?? '',
    limit: agent?.limit ?? '0',
    contact: agent?.contact ?? '',
    active: agent?.active === false ? 'no' : 'yes',
  };
  const form = useForm(initial, async ({ name, limit, contact, active }, idempotencyKey) => {
    const body = { name, limit, contact: contact.trim() || null };
    if (agent) {
      const changed = Object.entries({ ...body, active: active === 'yes' }).filter(
        ([key, value]) => value !== { ...agent }[key as keyof Agent],
      );
      await api.patch(`/electricity/agents/${agent.id}`, Object.fromEntries(changed));
    } else await api.post('/electricity/agents', body, { idempotencyKey });
    refresh();
    onClose();
  });
  const title = label(agent ? 'edit' : 'add');
  return (
    <FormDialog title={title} confirm={title} form={form} onClose={onClose}>
      <TextField label={label('name')} {...form.bind('name')} required autoFocus />
      <TextField label={label('limit')} {...form.bind('limit')} />
      <TextField
        label={label('contact')}
        {...form.bind('contact')}
        helperText={form.bind('contact').helperText ?? label('contact_help')}
      />
      {agent && (
        <TextField select label={label('active')} {...form.bind('active')}>
          <MenuItem value="yes">{label('active')}</MenuItem>
          <MenuItem value="no">{label('inactive')}</MenuItem>
        </TextField>
      )}
    </FormDialog>
  );
}
