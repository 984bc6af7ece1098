import { Alert, Button, Stack, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  api,
  ConfirmDialog,
  ErrorNote,
  fileUrl,
  Panel,
  StateChip,
  useAction,
  useCan,
  useFormat,
  useLabels,
  useSession,
} from '../../ui/index.ts';

type Part = { part: string; rows: number; what: 'delete' | 'blank' | 'keep'; why: string | null };
type Preview = {
  name: string;
  erased: boolean;
  state: 'waiting' | 'done' | 'refused' | null;
  open: string | null;
  files: number;
  sharedWords: string[];
  parts: Part[];
};

const TONE = { delete: 'bad', blank: 'busy', keep: 'neutral' } as const;

/** What is stored of one person, what erasing would do with it, and the two buttons. */
export function Stored({ kind, id }: { kind: string; id: string }) {
  const label = useLabels('console.personal_data');
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const path = `/personal-data/${kind}/${id}`;
  const query = useQuery({
    queryKey: ['personal-data', organization.id, kind, id],
    queryFn: () => api.get<Preview>(path),
    retry: false,
    refetchInterval: (known) => (known.state.data?.state === 'waiting' ? 1500 : false),
  });
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  const found = query.data;
  if (!found) return null;
  const erase = async (name: string) => {
    setAsking(false);
    if (await run(() => api.post(`${path}/erasure`, { name }), { done: 'console.personal_data.asked' }))
      await query.refetch();
  };
  return (
    <Panel
      title={found.name}
      actions={
        <Stack direction="row" sx={{ gap: 1 }}>
          <Button size="small" href={fileUrl(`${path}/export`)} download>
            {label('export')}
          </Button>
          {can('personal_data.erase') && !found.erased && (
            <Button
              size="small"
              color="error"
              disabled={busy || found.open !== null || found.state === 'waiting'}
              onClick={() => setAsking(true)}
            >
              {label('erase')}
            </Button>
          )}
        </Stack>
      }
    >
      <Stack sx={{ gap: 1.5 }}>
        {found.erased && <Alert severity="success">{label('erased')}</Alert>}
        {found.state === 'waiting' && <Alert severity="info">{label('waiting')}</Alert>}
        {found.open && <Alert severity="warning">{found.open}</Alert>}
        {found.sharedWords.length > 0 && (
          <Alert severity="info">{label('shared', { words: found.sharedWords.join(', ') })}</Alert>
        )}
        <Table size="small" aria-label={label('part')}>
          <TableHead>
            <TableRow>
              <TableCell>{label('part')}</TableCell>
              <TableCell align="right">{label('rows')}</TableCell>
              <TableCell>{label('what_label')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {found.parts.map(({ part, rows, what, why }) => (
              <TableRow key={`${part} ${what}`}>
                <TableCell>{label(`tables.${part}`, { _: part })}</TableCell>
                <TableCell align="right">{format.number(rows)}</TableCell>
                <TableCell>
                  <StateChip tone={TONE[what]} label={label(`what.${what}`)} /> {why}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        <Alert severity="info">{label('sheet')}</Alert>
      </Stack>
      <ConfirmDialog
        open={asking}
        danger
        busy={busy}
        title={label('erase_title', { name: found.name })}
        text={label('erase_text')}
        confirm={label('erase')}
        reason={{ label: label('erase_name'), required: true }}
        onConfirm={(name) => void erase(name)}
        onClose={() => setAsking(false)}
      />
    </Panel>
  );
}
