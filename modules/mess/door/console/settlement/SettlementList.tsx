import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, StateChip, useCan, useFormat } from '../../../../../kernel/ui/index.ts';
import { StudentName } from '../../../students/console/StudentName.tsx';
import type { Settlement } from '../types.ts';
import { type Decision, SettleDialog } from './SettleDialog.tsx';

/**
 * Scans that were allowed without a network and need a decision: those the rule would have refused, and those that
 * don't count as served until a person decides.
 */
export default function SettlementList() {
  const translate = useTranslate();
  const can = useCan();
  const [open, setOpen] = useState<{ line: Settlement; decision: Decision } | null>(null);
  const label = (name: string) => translate(`console.mess.settlement.${name}`);
  const actions = (line: Settlement) =>
    !line.decision &&
    can('mess.payment.write') && (
      <Stack direction="row" sx={{ gap: 0.75, justifyContent: 'flex-end' }}>
        <Button size="small" variant="outlined" onClick={() => setOpen({ line, decision: 'waived' })}>
          {label('waive')}
        </Button>
        {!line.served && !line.other && line.student && line.meal && (
          <Button size="small" variant="outlined" onClick={() => setOpen({ line, decision: 'served' })}>
            {label('serve')}
          </Button>
        )}
        {line.student && (
          <Button size="small" variant="outlined" onClick={() => setOpen({ line, decision: 'charged' })}>
            {label('charge')}
          </Button>
        )}
      </Stack>
    );
  const { columns, card } = useRows(actions);
  return (
    <Page title={label('many')} subtitle={label('text')}>
      <ResourceList<Settlement>
        resource="mess/settlements"
        live={['mess.scan']}
        keyOf={(line) => line.scanId}
        columns={columns}
        card={card}
        filters={[
          {
            kind: 'choice',
            source: 'state',
            label: label('stateField'),
            choices: ['open', 'decided'].map((id) => ({ id, name: label(`state.${id}`) })),
          },
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
      {open && <SettleDialog {...open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Why({ line }: { line: Settlement }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <StateChip tone="warning" label={translate(`console.mess.reason.${line.reason}`)} />
      {!line.served && !line.other && (
        <StateChip tone="neutral" label={translate('console.mess.settlement.not_served')} />
      )}
      {line.byHandReason && (
        <Typography variant="caption" color="textSecondary">
          {translate('console.mess.scan.by_hand', { reason: line.byHandReason })}
        </Typography>
      )}
      {line.deviceAt && line.deviceAt !== line.at && (
        <Typography variant="caption" color="textSecondary">
          {translate('console.mess.settlement.scanner_time', { at: format.dateTime(line.deviceAt) })}
        </Typography>
      )}
      {line.other && (
        <Typography variant="caption" color="textSecondary">
          {translate('console.mess.settlement.other', {
            door: line.other.deviceName,
            time: format.time(line.other.at),
          })}
        </Typography>
      )}
    </Stack>
  );
}

function Outcome({ line }: { line: Settlement }) {
  const translate = useTranslate();
  const format = useFormat();
  if (!line.decision) return <StateChip tone="busy" label={translate('console.mess.settlement.state.open')} />;
  const amount = line.charge && line.currency ? format.money(line.charge, line.currency) : '';
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <StateChip
        tone={line.decision === 'waived' ? 'neutral' : 'good'}
        label={[translate(`console.mess.settlement.${line.decision}`), amount].filter(Boolean).join(' ')}
      />
      <Typography variant="caption" color="textSecondary">
        {[line.decidedByName, line.note].filter(Boolean).join(' · ')}
      </Typography>
    </Stack>
  );
}

function useRows(actions: (line: Settlement) => React.ReactNode) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.mess.settlement.${name}`);
  const who = (line: Settlement) => (line.student ? <StudentName student={line.student} link /> : label('unknown'));
  const columns: Column<Settlement>[] = [
    { key: 'at', label: label('at'), nowrap: true, render: (line) => format.dateTime(line.at) },
    { key: 'student', label: translate('console.mess.student.one'), render: who },
    { key: 'meal', label: label('meal'), from: 'md', render: (line) => line.meal?.name ?? '—' },
    { key: 'door', label: label('door'), from: 'md', nowrap: true, render: (line) => line.deviceName },
    { key: 'why', label: label('reason'), render: (line) => <Why line={line} /> },
    { key: 'outcome', label: label('stateField'), render: (line) => <Outcome line={line} /> },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
  const card = (line: Settlement) => (
    <Stack sx={{ gap: 0.75 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'flex-start' }}>
        {who(line)}
        <Outcome line={line} />
      </Stack>
      <Why line={line} />
      <Typography variant="caption" color="textSecondary">
        {[format.dateTime(line.at), line.meal?.name, line.deviceName].filter(Boolean).join(' · ')}
      </Typography>
      {actions(line)}
    </Stack>
  );
  return { columns, card };
}
