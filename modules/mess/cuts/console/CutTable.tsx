import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  byChoice,
  type Camelized,
  type Column,
  Columns,
  ExportButton,
  type Filter,
  FormDialog,
  Page,
  ResourceList,
  StateChip,
  Strong,
  type Tone,
  useCan,
  useConfirm,
  useDone,
  useForm,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import { StudentName } from '../../students/console/StudentName.tsx';
import type { Student } from '../../students/console/types.ts';
import { type Cut as Answer, CUT_STATES } from '../contract.ts';

type Cut = Camelized<Answer>;

const LABELS = 'console.mess.cut';

const TONES: Record<Cut['state'], Tone> = { active: 'good', cancelled: 'neutral', merged: 'neutral' };

/** Who is away and when. */
export default function CutList() {
  const label = useLabels(LABELS);
  const can = useCan();
  const actions = can('mess.export') && <ExportButton path="/mess/cuts/export" />;
  return (
    <Page title={label('many')} subtitle={label('text')} actions={actions}>
      <CutTable />
    </Page>
  );
}

/** Mess cuts and their actions: all students', or those of one. */
export function CutTable({ student }: { student?: Student }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const can = useCan();
  const today = useToday();
  const { ask, dialog } = useConfirm();
  const [adding, setAdding] = useState(false);
  const state = (cut: Cut) => <StateChip tone={TONES[cut.state]} label={label(`state.${cut.state}`)} />;
  const days = (cut: Cut) =>
    cut.from === cut.to ? format.day(cut.from) : `${format.day(cut.from)} – ${format.day(cut.to)}`;
  const takeBack = (cut: Cut) =>
    ask({
      title: label('cancel_title', { name: cut.student.name, days: days(cut) }),
      text: label('cancel_text'),
      confirm: label('cancel'),
      act: () => api.post(`/mess/cuts/${cut.id}/cancel`),
      done: 'console.mess.cut.cancelled',
    });
  const action = (cut: Cut) =>
    cut.state === 'active' &&
    cut.to > today &&
    can('mess.cut.write') && (
      <Button size="small" variant="outlined" onClick={() => takeBack(cut)}>
        {label('cancel')}
      </Button>
    );
  const who = (cut: Cut) => <StudentName student={cut.student} link />;
  const bold = (cut: Cut) => <b style={{ fontWeight: 600 }}>{days(cut)}</b>;
  const made = ({ createdAt, createdBy }: Cut) => `${format.dateTime(createdAt)} · ${createdBy}`;
  const columns: Column<Cut>[] = [
    ...(student ? [] : [{ key: 'student', label: translate('console.mess.student.one'), render: who }]),
    { key: 'days', label: label('days'), nowrap: true, render: bold },
    { key: 'count', label: label('count'), align: 'right', from: 'md', render: (cut) => format.number(cut.days) },
    { key: 'state', label: label('stateField'), render: state },
    { key: 'made', label: label('createdAt'), from: 'lg', render: made },
    { key: 'actions', label: '', align: 'right', render: action },
  ];
  const filters: Filter[] = [
    byChoice('state', label('stateField'), CUT_STATES, (id) => label(`state.${id}`)),
    { kind: 'day', source: 'on', label: label('on') },
    { kind: 'day', source: 'from', label: translate('console.list.from') },
    { kind: 'day', source: 'to', label: translate('console.list.to') },
  ];
  return (
    <>
      {student?.state === 'approved' && can('mess.cut.write') && (
        <Button variant="outlined" startIcon={<AddIcon />} onClick={() => setAdding(true)} sx={{ mb: 1.5 }}>
          {label('new')}
        </Button>
      )}
      <ResourceList<Cut>
        resource="mess/cuts"
        live={['mess.cut']}
        embedded={student !== undefined}
        fixed={student && { studentId: student.id }}
        perPage={student ? 10 : 25}
        columns={columns}
        card={(cut) => (
          <Stack sx={{ gap: 0.75 }}>
            {!student && who(cut)}
            <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <Strong variant="body2">{days(cut)}</Strong>
              {state(cut)}
              <Stack sx={{ ml: 'auto' }}>{action(cut)}</Stack>
            </Stack>
          </Stack>
        )}
        searchLabel={student ? undefined : label('search')}
        filters={student ? undefined : filters}
        empty={{ title: label('none'), text: label('none_text') }}
      />
      {student && adding && <CutDialog student={student} onClose={() => setAdding(false)} />}
      {dialog}
    </>
  );
}

/** Cuts days for a student at the desk. The chat's rules hold, because the kitchen buys food by the cuts. */
function CutDialog({ student, onClose }: { student: Student; onClose: () => void }) {
  const label = useLabels(LABELS);
  const done = useDone(onClose);
  const tomorrow = plusDays(useToday(), 1);
  const form = useForm({ from: tomorrow, to: tomorrow }, async ({ from, to }, idempotencyKey) => {
    await api.post('/mess/cuts', { studentId: student.id, from, to }, { idempotencyKey });
    done('console.mess.cut.made');
  });
  const title = label('new_title', { name: student.name });
  return (
    <FormDialog title={title} text={label('new_text')} confirm={label('make')} form={form} onClose={onClose}>
      <Columns of="1fr 1fr" below="1fr 1fr" gap={2}>
        <TextField {...form.day('from', { min: tomorrow })} label={label('first')} autoFocus />
        <TextField {...form.day('to', { min: tomorrow })} label={label('last')} />
      </Columns>
    </FormDialog>
  );
}
