import PdfIcon from '@mui/icons-material/PictureAsPdfOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Alert, Button, Stack, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import {
  ApiError,
  api,
  ErrorNote,
  fileUrl,
  LoadingBar,
  Page,
  Panel,
  useCan,
  useFormat,
  useLabels,
  useLive,
} from '../../ui/index.ts';
import { CountForm } from './CountForm.tsx';
import { Explain } from './Explain.tsx';
import { Movements } from './OpenTill.tsx';
import { ReportView } from './ReportView.tsx';
import { State } from './SessionList.tsx';
import type { Movement, Report, Session } from './types.ts';

const TOPICS = ['till.session'];

/** One session: its report, what moved besides sales; a supervisor closes it here when it was left open. */
export default function SessionPage() {
  const label = useLabels('console.till');
  const format = useFormat();
  const { id = '' } = useParams();
  const supervises = useCan()('till.supervise');
  const queryClient = useQueryClient();
  const [counting, setCounting] = useState(false);
  const at = `/till/sessions/${id}`;
  const session = useQuery({ queryKey: ['till', 'session', id], queryFn: () => api.get<Session>(at) });
  const report = useQuery({
    queryKey: ['till', 'report', id],
    queryFn: () => api.get<Report>(`${at}/report`),
    retry: false,
  });
  const movements = useQuery({
    queryKey: ['till', 'movements', id],
    queryFn: () => api.get<Movement[]>(`${at}/movements`),
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['till'] });
  useLive(TOPICS, () => void refresh());
  const row = session.data;
  const blind = report.error instanceof ApiError && report.error.code === 'till.report_blind';
  const actions = report.data && (
    <>
      <Button startIcon={<PrintIcon />} onClick={() => window.print()}>
        {label('report.print')}
      </Button>
      <Button startIcon={<PdfIcon />} href={fileUrl(`${at}/report.pdf`)} target="_blank" rel="noreferrer">
        PDF
      </Button>
    </>
  );
  return (
    <Page
      title={row ? `${row.drawer.name} · ${row.cashier.name}` : label('sessions.title')}
      back="/till/sessions"
      width={760}
      actions={actions}
    >
      <LoadingBar on={session.isPending} />
      {session.error && <ErrorNote error={session.error} onRetry={() => session.refetch()} />}
      {row && (
        <Stack sx={{ gap: 2.5 }}>
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', '@media print': { display: 'none' } }}>
            <State row={row} />
            {supervises && !row.own && !counting && (
              <Button size="small" variant="outlined" onClick={() => setCounting(true)}>
                {label(row.closedAt === null ? 'close' : 'correct')}
              </Button>
            )}
          </Stack>
          {row.lateCount > 0 && (
            <Alert severity="warning">
              {label('late', {
                smart_count: row.lateCount,
                amount: format.money(row.late, row.currency),
              })}
            </Alert>
          )}
          {counting && (
            <CountForm
              session={row}
              onCancel={() => setCounting(false)}
              onDone={async () => {
                setCounting(false);
                await refresh();
              }}
            />
          )}
          {row.closedAt !== null && row.differenceMinor !== 0 && row.differenceReason === null && (
            <Explain session={row} onDone={refresh} />
          )}
          {blind && <Typography color="textSecondary">{report.error?.message}</Typography>}
          {report.error && !blind && <ErrorNote error={report.error} onRetry={() => report.refetch()} />}
          {report.data && <ReportView report={report.data} />}
          <Panel title={label('moves')} sx={{ '@media print': { display: 'none' } }}>
            <Movements rows={movements.data ?? []} currency={row.currency} />
          </Panel>
        </Stack>
      )}
    </Page>
  );
}
