import { Alert, Button, LinearProgress, Stack, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, ErrorNote, Page, Panel, StateChip, useAction, useCan, useFormat, useLabels } from '../../ui/index.ts';
import { type Backup, useBackups } from './useBackups.ts';

const SEVERITY = {
  off: 'warning',
  none: 'warning',
  old: 'error',
  gone: 'error',
  damaged: 'error',
  unmounted: 'error',
  unreachable: 'error',
  elsewhere: 'info',
} as const;
const TONE = { running: 'busy', done: 'good', failed: 'bad' } as const;

/** When the last good backup was made, whether somebody should look, and the attempts. */
export default function BackupsPage() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { busy, run } = useAction();
  const query = useBackups(20_000);
  const found = query.data;
  const make = async () => {
    if (await run(() => api.post('/backups', {}), { done: 'console.backup.requested' })) await query.refetch();
  };
  const label = (name: string, values?: object) => translate(`console.backup.${name}`, values as never);
  return (
    <Page
      title={label('title')}
      subtitle={label('text')}
      actions={
        can('backup.write') && found && found.warning !== 'off' && found.warning !== 'elsewhere' ? (
          <Button variant="contained" disabled={busy} onClick={() => void make()}>
            {label('make')}
          </Button>
        ) : undefined
      }
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {found && (
        <Stack sx={{ gap: 3 }}>
          {found.warning ? (
            <Alert severity={SEVERITY[found.warning]}>
              {label(`warning.${found.warning}`, {
                when: found.lastGoodAt ? format.dateTime(found.lastGoodAt) : '',
              })}
            </Alert>
          ) : (
            <Alert severity="success">
              {label('good', { when: found.lastGoodAt ? format.dateTime(found.lastGoodAt) : '' })}
              {found.seen?.state === 'there' && ` ${label('seen.there')}`}
            </Alert>
          )}
          {found.seen?.otherDisk === false && !found.warning && (
            <Alert severity="warning">{label('seen.same_disk')}</Alert>
          )}
          {found.backups.length > 0 && (
            <Panel title={label('attempts')} padded={false}>
              <Table size="small" aria-label={label('attempts')}>
                <TableBody>
                  {found.backups.map((backup) => (
                    <TableRow key={backup.id}>
                      <TableCell sx={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>
                        {format.dateTime(backup.startedAt)}
                      </TableCell>
                      <TableCell sx={{ verticalAlign: 'top' }}>
                        <StateChip tone={TONE[backup.state]} label={label(`state.${backup.state}`)} />
                      </TableCell>
                      <TableCell sx={{ width: '100%' }}>
                        <About backup={backup} />
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            </Panel>
          )}
        </Stack>
      )}
    </Page>
  );
}

function About({ backup }: { backup: Backup }) {
  const label = useLabels('console.backup');
  const format = useFormat();
  if (backup.state === 'running')
    return <LinearProgress variant="determinate" value={backup.percent} aria-label={label('title')} />;
  if (backup.state === 'failed') return <>{backup.error}</>;
  const megabytes = format.number(Math.ceil((backup.sizeBytes ?? 0) / 100_000) / 10);
  const values = { megabytes, rows: format.number(backup.rows ?? 0), files: format.number(backup.files ?? 0) };
  return (
    <>
      {label('content', values)}
      {(backup.missing ?? 0) > 0 && (
        <Typography variant="body2" color="error">
          {label('missing', { files: format.number(backup.missing ?? 0) })}
        </Typography>
      )}
      <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {backup.place} · {backup.name}
      </Typography>
    </>
  );
}
