import { Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  byChoice,
  Caption,
  type Column,
  dotted,
  FormDialog,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useDone,
  useForm,
  useFormat,
  useLabels,
  useSession,
} from '../../../../../kernel/ui/index.ts';
import { StudentName } from '../../../students/console/StudentName.tsx';
import type { Settlement } from '../types.ts';

const LABELS = 'console.mess.settlement';

/**
 * Scans that were allowed without a network and need a decision: those the rule would have refused, and those that
 * don't count as served until a person decides.
 */
export default function SettlementList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const [open, setOpen] = useState<{ line: Settlement; decision: Decision } | null>(null);
  const button = (line: Settlement, decision: Decision) => (
    <Button size="small" variant="outlined" onClick={() => setOpen({ line, decision })}>
      {label(VERBS[decision])}
    </Button>
  );
  const actions = (line: Settlement) =>
    !line.decision &&
    can('mess.payment.write') && (
      <Stack direction="row" sx={{ gap: 0.75, justifyContent: 'flex-end' }}>
        {button(line, 'waived')}
        {!line.served && !line.other && line.student && line.meal && button(line, 'served')}
        {line.student && button(line, 'charged')}
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
          byChoice('state', label('stateField'), ['open', 'decided'], (id) => label(`state.${id}`)),
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
  const label = useLabels(LABELS);
  const format = useFormat();
  const { other, byHandReason, deviceAt } = line;
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <StateChip tone="warning" label={translate(`console.mess.reason.${line.reason}`)} />
      {!line.served && !other && <StateChip tone="neutral" label={label('not_served')} />}
      {byHandReason && <Caption>{translate('console.mess.scan.by_hand', { reason: byHandReason })}</Caption>}
      {deviceAt && deviceAt !== line.at && (
        <Caption>{label('scanner_time', { at: format.dateTime(deviceAt) })}</Caption>
      )}
      {other && <Caption>{label('other', { door: other.deviceName, time: format.time(other.at) })}</Caption>}
    </Stack>
  );
}

function Outcome({ line }: { line: Settlement }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  if (!line.decision) return <StateChip tone="busy" label={label('state.open')} />;
  const amount = line.charge && line.currency ? format.money(line.charge, line.currency) : '';
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <StateChip
        tone={line.decision === 'waived' ? 'neutral' : 'good'}
        label={[label(line.decision), amount].filter(Boolean).join(' ')}
      />
      <Caption>{dotted([line.decidedByName, line.note])}</Caption>
    </Stack>
  );
}

function useRows(actions: (line: Settlement) => React.ReactNode) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const who = (line: Settlement) => (line.student ? <StudentName student={line.student} link /> : label('unknown'));
  const columns: Column<Settlement>[] = [
    { key: 'at', label: label('at'), time: (line) => line.at },
    { key: 'student', label: translate('console.mess.student.one'), render: who },
    { key: 'meal', label: label('meal'), from: 'md', render: (line) => line.meal?.name ?? '—' },
    { key: 'door', label: label('door'), from: 'md', nowrap: true, render: (line) => line.deviceName },
    { key: 'why', label: label('reason'), render: (line) => <Why line={line} /> },
    { key: 'outcome', label: label('stateField'), render: (line) => <Outcome line={line} /> },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
  const card = (line: Settlement) => (
    <RowCard
      title={who(line)}
      note={[format.dateTime(line.at), line.meal?.name, line.deviceName]}
      right={<Outcome line={line} />}
    >
      <Why line={line} />
      {actions(line)}
    </RowCard>
  );
  return { columns, card };
}

type Decision = 'waived' | 'charged' | 'served';
const VERBS = { waived: 'waive', charged: 'charge', served: 'serve' } as const;

type Props = { line: Settlement; decision: Decision; onClose: () => void };

/** Waives a meal, charges it to the student, or counts it as served after all. */
function SettleDialog({ line, decision, onClose }: Props) {
  const translate = useTranslate();
  const done = useDone(onClose);
  const { organization } = useSession();
  const charging = decision === 'charged';
  const verb = VERBS[decision];
  const label = (name: string) =>
    translate(`console.mess.settlement.${name}`, { name: line.student?.name ?? '', currency: organization.currency });
  const form = useForm({ amount: '', note: '' }, async ({ amount, note }, idempotencyKey) => {
    const body = { decision, amount: charging ? amount.trim() : undefined, note: note.trim() || undefined };
    await api.post(`/mess/settlements/${line.scanId}`, body, { idempotencyKey });
    done(`console.mess.settlement.done.${decision}`);
  });
  const words = { title: label(`${verb}_title`), text: label(`${verb}_text`), confirm: label(verb) };
  return (
    <FormDialog {...words} form={form} onClose={onClose}>
      {charging && <TextField {...form.bind('amount', { inputMode: 'decimal' })} label={label('amount')} autoFocus />}
      <TextField {...form.bind('note', { maxLength: 300 })} label={label('note')} autoFocus={!charging} />
    </FormDialog>
  );
}
