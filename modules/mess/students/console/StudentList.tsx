import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Button, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  byChoice,
  Caption,
  type Column,
  ExportButton,
  Page,
  ResourceList,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { PaymentStateChip } from '../../cycles/console/PaymentStateChip.tsx';
import { CYCLE_PAYMENT_STATES } from '../../cycles/contract.ts';
import { STUDENT_STATES } from '../student-states.rule.ts';
import { BulkActions } from './BulkActions.tsx';
import { MoreActions } from './MoreActions.tsx';
import { StudentName } from './StudentName.tsx';
import { StudentStateChip } from './StudentStateChip.tsx';
import type { Student } from './types.ts';

const LABELS = 'console.mess.student';

/** All students, updated live as people register by chat. */
export default function StudentList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const columns = useColumns();
  const add = can('mess.student.write') && (
    <Button variant="contained" startIcon={<PersonAddIcon />} component={Link} to="/mess/students/new">
      {label('new')}
    </Button>
  );
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('mess.export') && <ExportButton path="/exports/mess.students" />}
          {can('mess.student.write') && (
            <Button
              variant="outlined"
              startIcon={<ImportIcon />}
              component={Link}
              to="/mess/students/import"
              sx={{ display: { xs: 'none', sm: 'inline-flex' } }}
            >
              {translate('console.import.action')}
            </Button>
          )}
          {add}
          {can('mess.student.write') && <MoreActions />}
        </>
      }
    >
      <ResourceList<Student>
        resource="mess/students"
        live={['mess.student', 'mess.cycle_payment', 'payment']}
        columns={columns}
        card={(student) => <StudentCard student={student} />}
        href={(student) => `/mess/students/${student.id}`}
        searchLabel={label('search')}
        filters={[
          byChoice('state', label('stateField'), STUDENT_STATES, (id) => label(`state.${id}`)),
          byChoice('cyclePayment', label('cyclePayment'), CYCLE_PAYMENT_STATES, (id) =>
            translate(`console.mess.payment.state.${id}`),
          ),
          { kind: 'text', source: 'room', label: label('room') },
        ]}
        bulkList="mess.students"
        bulk={(ids, done, all) => <BulkActions ids={ids} onDone={done} all={all} />}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}

function useColumns(): Column<Student>[] {
  const label = useLabels(LABELS);
  const format = useFormat();
  const face = (student: Student) => (
    <StudentName student={{ ...student, rollNumber: '', room: student.phone }} photoFileId={student.photoFileId} />
  );
  const roll = ({ rollNumber }: Student) => <span className="figures">{rollNumber}</span>;
  const paid = ({ cyclePayment }: Student) => cyclePayment && <PaymentStateChip state={cyclePayment} />;
  const created = ({ createdAt }: Student) => format.date(createdAt);
  return [
    { key: 'name', label: label('name'), render: face },
    { key: 'roll', label: label('rollNumber'), sort: 'rollNumber', only: 'ASC', nowrap: true, render: roll },
    { key: 'room', label: label('room'), nowrap: true, render: (student) => student.room ?? '—' },
    { key: 'state', label: label('stateField'), render: (student) => <StudentStateChip state={student.state} /> },
    { key: 'payment', label: label('cyclePayment'), render: paid },
    { key: 'created', label: label('createdAt'), nowrap: true, from: 'lg', render: created },
  ];
}

function StudentCard({ student }: { student: Student }) {
  const format = useFormat();
  return (
    <Stack sx={{ gap: 1 }}>
      <StudentName student={student} photoFileId={student.photoFileId} />
      <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <StudentStateChip state={student.state} />
        {student.cyclePayment && <PaymentStateChip state={student.cyclePayment} />}
        <Caption sx={{ ml: 'auto' }}>{format.ago(student.createdAt)}</Caption>
      </Stack>
    </Stack>
  );
}
