import { Box, Button, Card, Link, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { api, EmptyNote, ErrorNote, useAction, useFormat } from '../../ui/index.ts';
import { LineText, PaymentText } from './LineText.tsx';
import type { Statement } from './types.ts';
import { useLines } from './useLines.ts';

type Props = { statement: Statement; state: 'matched' | 'ignored'; onDone: () => void };

/** Settled lines, with their payment or the reason why they have none. The latter can be reopened. */
export function SettledLines({ statement, state, onDone }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, run } = useAction();
  const { query, lines } = useLines(statement.id, { state });
  const reopen = (lineId: string) =>
    run(
      async () => {
        await api.post(`/statements/${statement.id}/lines/${lineId}/reopen`);
        onDone();
      },
      { refresh: false },
    );
  if (query.error) return <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (query.isPending) return <Skeleton variant="rounded" height={200} />;
  return (
    <Card>
      {lines.length === 0 && <EmptyNote title={translate(`console.statements.no_${state}`)} />}
      {lines.map((line) => (
        <Box
          key={line.id}
          sx={{
            borderBottom: 1,
            borderColor: 'divider',
            px: 2,
            py: 1.25,
            display: 'grid',
            gap: { xs: 0.5, md: 3 },
            alignItems: 'center',
            gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(0,1fr) minmax(0,1fr) 220px' },
          }}
        >
          <LineText line={line} />
          {line.parts.length > 0 ? (
            <Stack sx={{ gap: 0.5 }}>
              {line.parts.map((part) => (
                <Link key={part.id} component={RouterLink} to={`/payments/${part.id}`} color="inherit" underline="none">
                  <PaymentText payment={{ ...part, amount: part.part }} />
                </Link>
              ))}
            </Stack>
          ) : line.payment ? (
            <Link component={RouterLink} to={`/payments/${line.payment.id}`} color="inherit" underline="none">
              <PaymentText payment={line.payment} />
            </Link>
          ) : (
            <Typography variant="body2">{line.note}</Typography>
          )}
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'space-between' }}>
            <Typography variant="caption" color="textSecondary">
              {[line.decidedBy, line.decidedAt && format.dateTime(line.decidedAt)].filter(Boolean).join(' · ')}
            </Typography>
            {state === 'ignored' && (
              <Button size="small" disabled={busy} onClick={() => void reopen(line.id)}>
                {translate('console.statements.reopen')}
              </Button>
            )}
          </Stack>
        </Box>
      ))}
      {query.hasNextPage && (
        <Button fullWidth onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          {translate('console.list.more')}
        </Button>
      )}
    </Card>
  );
}
