import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Box, Button, Card, Divider, Link as MuiLink, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { dotted, Fact, fileUrl, languageName, OnlyHere, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { PaymentStateChip } from '../../cycles/console/PaymentStateChip.tsx';
import { Face } from './StudentName.tsx';
import type { Student } from './types.ts';

/** The states in which a student may have a code. */
const EATS = new Set(['approved', 'suspended']);

/** The student's data and code; `changingCode` is shown in place of a code that changes. */
export function StudentFacts({ student, changingCode }: { student: Student; changingCode: ReactNode }) {
  const label = useLabels('console.mess.student');
  const format = useFormat();
  return (
    <Card>
      <Stack sx={{ alignItems: 'center', gap: 1, p: 2.5, pb: 2 }}>
        <Face name={student.name} photoFileId={student.photoFileId} size={112} />
        <Typography variant="h3" component="p" sx={{ textAlign: 'center', overflowWrap: 'anywhere' }}>
          {student.name}
        </Typography>
        {student.cyclePayment && <PaymentStateChip state={student.cyclePayment} />}
      </Stack>
      {student.qr && <QrCode student={student} />}
      {student.codeChanges && EATS.has(student.state) && changingCode}
      <Divider />
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2, p: 2.5 }}>
        <Fact label={label('rollNumber')}>{student.rollNumber}</Fact>
        <Fact label={label('room')}>{student.room ?? '—'}</Fact>
        <Fact label={label('phone')}>
          {student.phone ? <MuiLink href={`tel:${student.phone}`}>{student.phone}</MuiLink> : '—'}
        </Fact>
        <Fact label={label('language')}>{languageName(student.language)}</Fact>
        {student.email && <Fact label={label('email')}>{student.email}</Fact>}
        <Fact label={label('notifyMeals')}>{label(student.notifyMeals ? 'notify_yes' : 'notify_no')}</Fact>
        <Fact label={label('createdAt')}>{format.dateTime(student.createdAt)}</Fact>
        {student.decidedAt && (
          <Fact label={label('decided')}>{dotted([student.decidedBy, format.dateTime(student.decidedAt)])}</Fact>
        )}
        {student.denialReason && <Fact label={label('reason')}>{student.denialReason}</Fact>}
      </Box>
    </Card>
  );
}

function QrCode({ student }: { student: Student }) {
  const label = useLabels('console.mess.student');
  const path = `/mess/students/${student.id}/qr`;
  return (
    <Stack sx={{ alignItems: 'center', gap: 1.5, pb: 2.5 }}>
      <Box
        component="img"
        alt={label('qr_of', { name: student.name })}
        // A renewed code needs another picture.
        src={fileUrl(`${path}.svg`, { v: student.qr?.slice(-12) })}
        sx={{ width: 168, height: 168, bgcolor: '#fff', borderRadius: 2, p: 1 }}
      />
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button size="small" startIcon={<DownloadIcon />} href={fileUrl(`${path}.png`)} download>
          PNG
        </Button>
        <Button
          size="small"
          startIcon={<PrintIcon />}
          href={fileUrl('/mess/students/qr-sheet.pdf', { ids: student.id })}
          target="_blank"
        >
          {label('print')}
        </Button>
      </Stack>
      <OnlyHere />
    </Stack>
  );
}
