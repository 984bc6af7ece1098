import { Alert, Box, Button, Card, LinearProgress, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useFormat } from './format.ts';
import type { ImportReport } from './import-report.ts';
import { api, fileUrl } from './light/index.ts';
import { ErrorNote } from './Notes.tsx';
import { type Task, TaskBar, TaskState } from './Task.tsx';
import { useAction } from './useAction.tsx';
import { Muted } from './words.tsx';

/** Half a second: the bar moves, at two requests a second. */
const LOOK_EVERY_MS = 500;

/** A run with its progress, and what came of it. */
export function Running({ id, importId, back }: { id: string; importId: string; back: string }) {
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
          {task.note && <Muted>{task.note}</Muted>}
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
export function EarlierWaiting({ name }: { name: string }) {
  const format = useFormat();
  const query = useQuery({
    queryKey: ['imports', name],
    queryFn: () => api.get<Earlier[]>('/imports', { name, limit: 20 }),
  });
  const waiting = query.data?.filter((one) => one.waiting > 0) ?? [];
  return waiting.map((one) => (
    <Box key={one.id}>
      <Muted sx={{ mb: 0.5 }}>
        {one.file.name} · {format.dateTime(one.createdAt)}
      </Muted>
      <Waiting importId={one.id} count={one.waiting} onSent={() => void query.refetch()} />
    </Box>
  ));
}
