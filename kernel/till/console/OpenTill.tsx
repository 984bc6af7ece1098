import { Box, Button, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, Caption, dotted, Fact, Panel, useFormat, useLabels } from '../../ui/index.ts';
import { MOVES, type Move } from '../contract.ts';
import { CountForm } from './CountForm.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import type { Movement, Session } from './types.ts';

/** An open till: what may move besides sales, and the count at its end. What there should be is not shown. */
export function OpenTill({ session, onChange }: { session: Session; onChange: () => Promise<unknown> }) {
  const label = useLabels('console.till');
  const format = useFormat();
  const [move, setMove] = useState<Move | null>(null);
  const [counting, setCounting] = useState(false);
  const movements = useQuery({
    queryKey: ['till', 'movements', session.id],
    queryFn: () => api.get<Movement[]>(`/till/sessions/${session.id}/movements`),
  });
  if (counting) return <CountForm session={session} onDone={onChange} onCancel={() => setCounting(false)} />;
  return (
    <Panel title={`${session.drawer.name} · ${session.currency}`}>
      <Stack direction="row" sx={{ gap: 4, flexWrap: 'wrap', mb: 2.5 }}>
        <Fact label={label('since')}>{format.dateTime(session.openedAt)}</Fact>
        <Fact label={label('float')}>{format.money(session.float, session.currency)}</Fact>
      </Stack>
      <Box
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: { xs: '1fr 1fr', sm: `repeat(${MOVES.length}, minmax(0, 1fr))` },
        }}
      >
        {MOVES.map((kind) => (
          <Button key={kind} variant="outlined" onClick={() => setMove(kind)}>
            {label(`move.${kind}`)}
          </Button>
        ))}
      </Box>
      <Button fullWidth size="large" variant="contained" sx={{ mt: 1.5 }} onClick={() => setCounting(true)}>
        {label('close')}
      </Button>
      <Typography variant="overline" color="textSecondary" component="h3" sx={{ mt: 2.5 }}>
        {label('moves')}
      </Typography>
      <Movements rows={movements.data ?? []} currency={session.currency} />
      {move && (
        <MoveDialog
          session={session}
          kind={move}
          onClose={() => setMove(null)}
          onDone={async () => {
            setMove(null);
            await onChange();
          }}
        />
      )}
    </Panel>
  );
}

/** Movements besides sales, newest first. */
export function Movements({ rows, currency }: { rows: Movement[]; currency: string }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <>
      {[...rows].reverse().map((row) => (
        <Stack
          key={row.id}
          direction="row"
          sx={{ justifyContent: 'space-between', gap: 2, py: 0.75, borderTop: 1, borderColor: 'divider' }}
        >
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2">{translate(`console.till.report.kind.${row.kind}`)}</Typography>
            <Caption sx={{ overflowWrap: 'anywhere' }}>
              {dotted([
                format.time(row.at),
                row.reason,
                row.approvedBy && translate('console.till.approved_by', { name: row.approvedBy }),
              ])}
            </Caption>
          </Box>
          {row.kind !== 'no_sale' && (
            <Typography variant="body2" className="figures">
              {format.money(row.amount, currency)}
            </Typography>
          )}
        </Stack>
      ))}
    </>
  );
}
