import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Stack, Tab, Tabs } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { Columns, History, Loaded, Page, Panel, useCan } from '../../../kernel/ui/index.ts';
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
      <Loaded query={query} height={320}>
        {(student) => (
          <Columns of="minmax(260px, 320px) 1fr" from="md" sx={{ alignItems: 'start' }}>
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
              {tab !== 'account' && (
                <Box sx={{ p: 2 }}>
                  {tab === 'cuts' && <CutTable student={student} />}
                  {tab === 'scans' && <ScanTable studentId={student.id} />}
                  {tab === 'history' && <History subjectType="mess.student" subjectId={student.id} />}
                </Box>
              )}
            </Panel>
          </Columns>
        )}
      </Loaded>
    </Page>
  );
}
