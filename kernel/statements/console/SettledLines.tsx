import { Button, Card, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, Caption, dotted, EmptyNote, ErrorNote, MoreButton, useAction, useFormat } from '../../ui/index.ts';
import { LineRow, PaymentLink } from './LineText.tsx';
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
        <LineRow key={line.id} line={line}>
          {line.parts.length > 0 ? (
            <Stack sx={{ gap: 0.5 }}>
              {line.parts.map((part) => (
                <PaymentLink key={part.id} payment={{ ...part, amount: part.part }} />
              ))}
            </Stack>
          ) : line.payment ? (
            <PaymentLink payment={line.payment} />
          ) : (
            <Typography variant="body2">{line.note}</Typography>
          )}
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'space-between' }}>
            <Caption>{dotted([line.decidedBy, line.decidedAt && format.dateTime(line.decidedAt)])}</Caption>
            {state === 'ignored' && (
              <Button size="small" disabled={busy} onClick={() => void reopen(line.id)}>
                {translate('console.statements.reopen')}
              </Button>
            )}
          </Stack>
        </LineRow>
      ))}
      <MoreButton query={query} />
    </Card>
  );
}
