import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Skeleton, Stack, Tab, Tabs } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { ErrorNote, History, Page, Panel, useCan } from '../../../kernel/ui/index.ts';
import { ChangingCode } from '../codes/console/ChangingCode.tsx';
import { CutTable } from '../cuts/console/CutTable.tsx';
import { ScanTable } from '../door/console/scans/ScanTable.tsx';
import { AccountPanel } from '../payments/console/AccountPanel.tsx';
import { StudentActions } from '../students/console/StudentActions.tsx';
import { StudentFacts } from '../students/console/StudentFacts.tsx';
import { StudentStateChip } from '../students/console/StudentStateChip.tsx';
import { useStudent } from '../students/console/useStudent.ts';

const TABS = ['account', 'cuts', 'scans', 'history'] as const;

/** Everything about one student. The tab is in the URL. */
export default function StudentPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((name) => name === search.get('tab')) ?? 'account';
  const query = useStudent(id);
  const student = query.data;
  return (
    <Page
      title={student?.name ?? translate('console.mess.student.one')}
      subtitle={
        student && (
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <span className="figures">{student.rollNumber}</span>
            <StudentStateChip state={student.state} />
          </Stack>
        )
      }
      back="/mess/students"
      actions={
        student && (
          <>
            {can('mess.student.write') && (
              <Button
                variant="outlined"
                startIcon={<EditIcon />}
                component={Link}
                to={`/mess/students/${student.id}/edit`}
              >
                {translate('ra.action.edit')}
              </Button>
            )}
            <StudentActions student={student} />
          </>
        )
      }
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={320} />}
      {student && (
        <Box sx={COLUMNS}>
          <StudentFacts student={student} changingCode={<ChangingCode student={student} />} />
          <Panel padded={false}>
            <Tabs
              value={tab}
              onChange={(_, next: string) => setSearch({ tab: next }, { replace: true })}
              variant="scrollable"
              sx={{ px: 1.5, borderBottom: 1, borderColor: 'divider' }}
            >
              <Tab value="account" label={translate('console.mess.student.account')} />
              <Tab value="cuts" label={translate('console.mess.cut.many')} />
              <Tab value="scans" label={translate('console.mess.scan.many')} />
              {can('audit.read') && <Tab value="history" label={translate('console.audit.history')} />}
            </Tabs>
            {tab === 'account' && <AccountPanel student={student} />}
            {tab === 'cuts' && (
              <Box sx={{ p: 2 }}>
                <CutTable student={student} />
              </Box>
            )}
            {tab === 'scans' && (
              <Box sx={{ p: 2 }}>
                <ScanTable studentId={student.id} />
              </Box>
            )}
            {tab === 'history' && (
              <Box sx={{ p: 2.5 }}>
                <History subjectType="mess.student" subjectId={student.id} />
              </Box>
            )}
          </Panel>
        </Box>
      )}
    </Page>
  );
}

const COLUMNS = {
  display: 'grid',
  gap: 2.5,
  gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(260px, 320px) minmax(0,1fr)' },
  alignItems: 'start',
} as const;
