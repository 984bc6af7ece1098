import { Button, List, ListItem, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  api,
  type Camelized,
  Caption,
  ConfirmDialog,
  ErrorNote,
  Muted,
  Panel,
  useAction,
  useCan,
  useFormat,
  useLabels,
  useSession,
} from '../../ui/index.ts';
import type { BlockUse } from '../contract.ts';

type Row = Camelized<BlockUse>;
/** As many gaps as a line can name; more are counted. */
const NAMED = 4;

/** The numbers of receipts that desks hold: what is used, and why the others are gaps. */
export function NumberBlocks() {
  const format = useFormat();
  const { organization } = useSession();
  const may = useCan()('documents.numbers');
  const { busy, run } = useAction();
  const [closing, setClosing] = useState<Row | null>(null);
  const query = useQuery({
    queryKey: ['documents', 'blocks', organization.id],
    queryFn: () => api.get<Row[]>('/documents/blocks', { limit: 50 }),
  });
  const say = useLabels('console.number_blocks');
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data || query.data.length === 0) return null;
  const gaps = ({ gaps: all }: Row) => {
    const named = all.slice(0, NAMED).map(({ from, to }) => (from === to ? from : `${from} – ${to}`));
    return [...named, ...(all.length > NAMED ? [say('more', { smart_count: all.length - NAMED })] : [])].join(', ');
  };
  return (
    <Panel title={say('title')} padded={false}>
      <Muted sx={{ px: 2.5, pb: 1 }}>{say('text')}</Muted>
      <List disablePadding>
        {query.data.map((row) => (
          <ListItem key={row.id} divider sx={{ display: 'block', px: 2.5, py: 1.25 }}>
            <Stack direction="row" sx={{ gap: 2, alignItems: 'baseline', flexWrap: 'wrap' }}>
              <Typography variant="body2" sx={{ fontWeight: 650 }}>
                {say('held', { name: row.holder, date: format.dateTime(row.reservedAt) })}
              </Typography>
              <Typography variant="body2" sx={{ flex: 1 }}>
                {say('use', { used: row.used, unused: row.unused })}
              </Typography>
              {may && row.closedAt === null && (
                <Button size="small" onClick={() => setClosing(row)}>
                  {say('close')}
                </Button>
              )}
            </Stack>
            <Caption component="div">{gaps(row)}</Caption>
            {row.closedAt !== null && (
              <Typography variant="caption" component="div">
                {say('closed', { name: row.closedBy, reason: row.closeReason })}
              </Typography>
            )}
          </ListItem>
        ))}
      </List>
      <ConfirmDialog
        open={closing !== null}
        title={say('close_title')}
        text={say('close_text')}
        confirm={say('close')}
        busy={busy}
        reason={{ label: say('reason'), required: true }}
        onClose={() => setClosing(null)}
        onConfirm={(reason) =>
          void run(async () => {
            await api.post(`/documents/blocks/${closing?.id}/close`, { reason });
            setClosing(null);
            await query.refetch();
          })
        }
      />
    </Panel>
  );
}
