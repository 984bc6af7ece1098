import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  type Column,
  ResourceList,
  StateChip,
  type Tone,
  useCan,
  useConfirm,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { StudentName } from '../../students/console/StudentName.tsx';
import type { Student } from '../../students/console/types.ts';
import { type Cut as Answer, CUT_STATES } from '../contract.ts';
import { CutDialog } from './CutDialog.tsx';

type Cut = Camelized<Answer>;

const TONES: Record<Cut['state'], Tone> = { active: 'good', cancelled: 'neutral', merged: 'neutral' };

function CutState({ cut }: { cut: Cut }) {
  const translate = useTranslate();
  return <StateChip tone={TONES[cut.state]} label={translate(`console.mess.cut.state.${cut.state}`)} />;
}

/** Mess cuts and their actions: all students', or those of one. */
export function CutTable({ student }: { student?: Student }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const today = useToday();
  const { ask, dialog } = useConfirm();
  const [adding, setAdding] = useState(false);
  const label = (name: string) => translate(`console.mess.cut.${name}`);
  const days = (cut: Cut) =>
    cut.from === cut.to ? format.day(cut.from) : `${format.day(cut.from)} – ${format.day(cut.to)}`;
  const takeBack = (cut: Cut) =>
    cut.state === 'active' &&
    cut.to > today &&
    can('mess.cut.write') && (
      <Button
        size="small"
        variant="outlined"
        onClick={() =>
          ask({
            title: translate('console.mess.cut.cancel_title', { name: cut.student.name, days: days(cut) }),
            text: label('cancel_text'),
            confirm: label('cancel'),
            act: () => api.post(`/mess/cuts/${cut.id}/cancel`),
            done: 'console.mess.cut.cancelled',
          })
        }
      >
        {label('cancel')}
      </Button>
    );
  const columns: Column<Cut>[] = [
    ...(student
      ? []
      : [
          {
            key: 'student',
            label: translate('console.mess.student.one'),
            render: (cut: Cut) => <StudentName student={cut.student} link />,
          },
        ]),
    {
      key: 'days',
      label: label('days'),
      nowrap: true,
      render: (cut) => <b style={{ fontWeight: 600 }}>{days(cut)}</b>,
    },
    { key: 'count', label: label('count'), align: 'right', from: 'md', render: (cut) => format.number(cut.days) },
    { key: 'state', label: label('stateField'), render: (cut) => <CutState cut={cut} /> },
    {
      key: 'made',
      label: label('createdAt'),
      from: 'lg',
      render: (cut) => `${format.dateTime(cut.createdAt)} · ${cut.createdBy}`,
    },
    { key: 'actions', label: '', align: 'right', render: takeBack },
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
            {!student && <StudentName student={cut.student} link />}
            <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <Typography variant="body2" sx={{ fontWeight: 600 }}>
                {days(cut)}
              </Typography>
              <CutState cut={cut} />
              <Stack sx={{ ml: 'auto' }}>{takeBack(cut)}</Stack>
            </Stack>
          </Stack>
        )}
        searchLabel={student ? undefined : label('search')}
        filters={
          student
            ? undefined
            : [
                {
                  kind: 'choice',
                  source: 'state',
                  label: label('stateField'),
                  choices: CUT_STATES.map((id) => ({ id, name: label(`state.${id}`) })),
                },
                { kind: 'day', source: 'on', label: label('on') },
                { kind: 'day', source: 'from', label: translate('console.list.from') },
                { kind: 'day', source: 'to', label: translate('console.list.to') },
              ]
        }
        empty={{ title: label('none'), text: label('none_text') }}
      />
      {student && adding && <CutDialog student={student} onClose={() => setAdding(false)} />}
      {dialog}
    </>
  );
}
