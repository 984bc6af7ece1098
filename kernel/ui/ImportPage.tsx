import { Alert, Box, Button, Card, LinearProgress, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { DropZone } from './DropZone.tsx';
import { DuplicateTable } from './DuplicateTable.tsx';
import { FaultTable } from './FaultTable.tsx';
import { useFormat } from './format.ts';
import { ImportQuestion } from './ImportChoices.tsx';
import { CHOICES, type Choice, type ImportReport, SENDINGS, type Sending } from './import-report.ts';
import { api, fileUrl, snakeKey } from './light/index.ts';
import { ErrorNote } from './Notes.tsx';
import { Page } from './Page.tsx';
import { Panel } from './Panel.tsx';
import { type Task, TaskBar, TaskState } from './Task.tsx';
import { useAction } from './useAction.ts';

type Props = {
  /** The importer's name, e.g. `exhibition.customers`. */
  name: string;
  title: string;
  text: string;
  back: string;
  /** The form's other fields, sent with the file. */
  options?: Record<string, string>;
  /** Choices before the file. */
  children?: ReactNode;
};

/** A CSV import in three steps: choose a file, see every fault before anything is written, run with a progress bar. */
export function ImportPage({ name, title, text, back, options = {}, children }: Props) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const [report, setReport] = useState<ImportReport | null>(null);
  const check = (file: File) => {
    const form = new FormData();
    for (const [field, value] of Object.entries(options)) form.set(snakeKey(field), value);
    form.set('file', file);
    setReport(null);
    void run(async () => setReport(await api.post<ImportReport>(`/imports/${name}`, form)), { refresh: false });
  };
  const begin = (answers: Answers) =>
    run(
      async () => {
        const body = { skipBad: report?.bad !== 0, ...answers };
        setReport(await api.post<ImportReport>(`/imports/${report?.id}/run`, body));
      },
      { refresh: false },
    );
  return (
    <Page title={title} subtitle={text} back={back} width={960}>
      <Stack sx={{ gap: 2.5 }}>
        {report?.taskId ? (
          <Running id={report.taskId} importId={report.id} back={back} />
        ) : (
          <>
            {!report && <EarlierWaiting name={name} />}
            <Panel title={translate('console.import.choose')} actions={<Template name={name} />}>
              <Stack sx={{ gap: 2 }}>
                {children}
                <DropZone busy={busy} onFile={check} />
              </Stack>
            </Panel>
            {report && <Report key={report.id} report={report} busy={busy} onRun={begin} />}
          </>
        )}
      </Stack>
    </Page>
  );
}

function Template({ name }: { name: string }) {
  const translate = useTranslate();
  return (
    <Button size="small" href={fileUrl(`/imports/${name}/template.csv`)} download>
      {translate('console.import.template')}
    </Button>
  );
}

/** Absent when the question isn't asked. */
type Answers = { duplicates?: Choice; send?: Sending };
type ReportProps = { report: ImportReport; busy: boolean; onRun: (answers: Answers) => void };

function Report({ report, busy, onRun }: ReportProps) {
  const translate = useTranslate();
  const format = useFormat();
  const { good, bad, duplicates, sends } = report;
  const [choice, setChoice] = useState<Choice | null>(null);
  const [send, setSend] = useState<Sending | null>(null);
  const asked = (duplicates > 0 && !choice) || (sends && !send);
  return (
    <Panel
      title={translate('console.import.checked')}
      padded={false}
      actions={
        <Button
          variant="contained"
          disabled={busy || good === 0 || asked}
          onClick={() => onRun({ ...(choice && { duplicates: choice }), ...(send && { send }) })}
        >
          {translate('console.import.run', { smart_count: good, number: format.number(good) })}
        </Button>
      }
    >
      <Box sx={{ px: 2.5, pb: 2 }}>
        <Stack sx={{ gap: 1 }}>
          <Alert severity={bad === 0 ? 'success' : 'warning'}>
            {bad === 0
              ? translate('console.import.no_faults', { number: format.number(good) })
              : translate('console.import.faults', { good: format.number(good), bad: format.number(bad) })}
          </Alert>
          {report.brokenRow !== null && (
            <Alert severity="error">{translate('console.import.broken', { row: report.brokenRow })}</Alert>
          )}
          {report.ignored.length > 0 && (
            <Alert severity="info">{translate('console.import.ignored', { columns: report.ignored.join(', ') })}</Alert>
          )}
          {duplicates > 0 && (
            <Alert severity="warning">
              {translate('console.import.duplicates', { smart_count: duplicates, number: format.number(duplicates) })}
            </Alert>
          )}
          {duplicates > 0 && <ImportQuestion name="choice" options={CHOICES} value={choice} onChange={setChoice} />}
          {sends && good > 0 && <ImportQuestion name="send" options={SENDINGS} value={send} onChange={setSend} />}
        </Stack>
      </Box>
      {duplicates > 0 && <DuplicateTable importId={report.id} />}
      {report.faults.length > 0 && <FaultTable report={report} />}
    </Panel>
  );
}

/** Half a second: the bar moves, at two requests a second. */
const LOOK_EVERY_MS = 500;

function Running({ id, importId, back }: { id: string; importId: string; back: string }) {
  const translate = useTranslate();
  const query = useQuery({
    queryKey: ['task', id],
    queryFn: () => api.get<Task>(`/tasks/${id}`),
    refetchInterval: ({ state }) =>
      state.data && !['queued', 'running'].includes(state.data.state) ? false : LOOK_EVERY_MS,
  });
  const task = query.data;
  const ended = task !== undefined && !['queued', 'running'].includes(task.state);
  return (
    <Card sx={{ p: 3 }}>
      {query.error && <ErrorNote error={query.error} />}
      {task ? (
        <Stack sx={{ gap: 2 }}>
          <Stack direction="row" sx={{ justifyContent: 'space-between' }}>
            <Typography variant="h3">{task.title ?? translate('console.import.running')}</Typography>
            <TaskState state={task.state} />
          </Stack>
          <TaskBar task={task} />
          {task.errorMessage && <Alert severity="error">{task.errorMessage}</Alert>}
          {ended && <Outcome importId={importId} />}
          {task.note && (
            <Typography variant="body2" color="textSecondary">
              {task.note}
            </Typography>
          )}
          <Box>
            <Button variant="outlined" component={Link} to={back}>
              {translate('console.import.back')}
            </Button>
          </Box>
        </Stack>
      ) : (
        <LinearProgress aria-label={translate('ra.page.loading')} />
      )}
    </Card>
  );
}

/** What a finished run wrote, and the refused rows as a file to correct. */
function Outcome({ importId }: { importId: string }) {
  const translate = useTranslate();
  const query = useQuery({
    queryKey: ['import', importId],
    queryFn: () => api.get<ImportReport>(`/imports/${importId}`),
  });
  if (!query.data) return null;
  const { written, updated, skipped, waiting, refused: out } = query.data;
  return (
    <>
      {waiting > 0 && <Waiting importId={importId} count={waiting} onSent={() => void query.refetch()} />}
      <Alert
        severity={out === 0 ? 'success' : 'warning'}
        action={
          out > 0 && (
            <Button color="inherit" size="small" href={fileUrl(`/imports/${importId}/refused.csv`)} download>
              {translate('console.import.refused_file')}
            </Button>
          )
        }
      >
        {translate('console.import.written', { smart_count: written })}{' '}
        {updated > 0 && `${translate('console.import.updated', { smart_count: updated })} `}
        {skipped > 0 && `${translate('console.import.skipped', { smart_count: skipped })} `}
        {out > 0 && translate('console.import.refused', { smart_count: out })}
      </Alert>
    </>
  );
}

/** Messages that were held back; a person can send them from here, once. */
function Waiting({ importId, count, onSent }: { importId: string; count: number; onSent: () => void }) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const send = () =>
    run(() => api.post(`/imports/${importId}/send`), { done: 'console.import.sending', refresh: false }).then(onSent);
  return (
    <Alert
      severity="info"
      action={
        <Button color="inherit" size="small" disabled={busy} onClick={() => void send()}>
          {translate('console.import.send_now')}
        </Button>
      }
    >
      {translate('console.import.waiting', { smart_count: count })}
    </Alert>
  );
}

type Earlier = ImportReport & { file: { name: string }; createdAt: string };

/** Imports whose messages still wait, even if their own page was closed. */
function EarlierWaiting({ name }: { name: string }) {
  const format = useFormat();
  const query = useQuery({
    queryKey: ['imports', name],
    queryFn: () => api.get<Earlier[]>('/imports', { name, limit: 20 }),
  });
  const waiting = query.data?.filter((one) => one.waiting > 0) ?? [];
  return waiting.map((one) => (
    <Box key={one.id}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
        {one.file.name} · {format.dateTime(one.createdAt)}
      </Typography>
      <Waiting importId={one.id} count={one.waiting} onSent={() => void query.refetch()} />
    </Box>
  ));
}
