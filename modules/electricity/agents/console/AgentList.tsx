import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import {
  AddButton,
  Caption,
  type Column,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { AgentForm } from './AgentForm.tsx';
import type { Agent } from './agent.ts';
import { MoneyDialog } from './MoneyDialog.tsx';

/** Who sells vouchers on an account of their own: what they owe, and the close of their day. */
export default function AgentList() {
  const format = useFormat();
  const can = useCan();
  const [editing, setEditing] = useState<Agent | 'new' | null>(null);
  const [money, setMoney] = useState<{ agent: Agent; work: 'take' | 'close' } | null>(null);
  const label = useLabels('console.electricity.agent');
  const amount = (agent: Agent, value: string) => format.money(value, agent.currency);
  const state = (agent: Agent) => (
    <StateChip tone={agent.active ? 'good' : 'neutral'} label={label(agent.active ? 'active' : 'inactive')} />
  );
  const since = (agent: Agent) =>
    label('since_text', {
      count: agent.open.vouchers,
      sold: amount(agent, agent.open.sold),
      handed: amount(agent, agent.open.handed),
    });
  const actions = (agent: Agent) => (
    <Stack direction="row" sx={{ flexWrap: 'wrap' }}>
      {can('electricity.sell') &&
        (['take', 'close'] as const).map((work) => (
          <Button key={work} size="small" onClick={() => setMoney({ agent, work })}>
            {label(work)}
          </Button>
        ))}
      {can('electricity.manage') && (
        <Button size="small" onClick={() => setEditing(agent)}>
          {label('edit')}
        </Button>
      )}
    </Stack>
  );
  const closed = (agent: Agent) => agent.closedOn && format.day(agent.closedOn);
  const columns: Column<Agent>[] = [
    { key: 'name', label: label('name'), nowrap: true, render: (agent) => agent.name },
    { key: 'owed', label: label('owed'), nowrap: true, render: (agent) => amount(agent, agent.owed) },
    { key: 'left', label: label('left'), nowrap: true, render: (agent) => amount(agent, agent.left) },
    { key: 'since', label: label('since'), from: 'lg', render: since },
    { key: 'closed', label: label('closed'), from: 'lg', nowrap: true, render: closed },
    { key: 'state', label: '', render: state },
    { key: 'actions', label: '', render: actions },
  ];
  const add = can('electricity.manage') && <AddButton label={label('add')} onClick={() => setEditing('new')} />;
  return (
    <Page title={label('many')} actions={add}>
      <ResourceList<Agent>
        live={['electricity.agent']}
        resource="electricity/agents"
        columns={columns}
        card={(agent) => (
          <RowCard title={agent.name} right={state(agent)}>
            <Typography variant="body2">
              {label('owed')} {amount(agent, agent.owed)} · {label('left')} {amount(agent, agent.left)}
            </Typography>
            <Caption>{since(agent)}</Caption>
            {actions(agent)}
          </RowCard>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {editing && <AgentForm agent={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {money && <MoneyDialog {...money} onClose={() => setMoney(null)} />}
    </Page>
  );
}
