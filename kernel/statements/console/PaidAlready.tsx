import { Button, Card, Stack } from '@mui/material';
import { api, MoreButton, Muted, StateChip, useConfirm, useFormat, useLabels } from '../../ui/index.ts';
import { LineRow, PaymentLink } from './LineText.tsx';
import type { Line, Statement } from './types.ts';
import { useLines } from './useLines.ts';

/**
 * Lines for payments that are already paid, with a button that records their money as owed. Hidden while there are
 * none.
 */
export function PaidAlready({ statement, onDone }: { statement: Statement; onDone: () => void }) {
  const format = useFormat();
  const { ask, dialog } = useConfirm();
  const { query, lines } = useLines(statement.id, { state: 'open', certainty: 'paid_already' });
  const label = useLabels('console.statements');
  const owe = (line: Line) =>
    ask({
      title: label('owe_sure', { amount: format.money(line.amount, line.currency) }),
      text: label('owe_text'),
      confirm: label('owe'),
      danger: false,
      done: 'console.statements.owe_done',
      refresh: false,
      act: () => api.post(`/statements/${statement.id}/lines/${line.id}/owe`, {}),
      after: onDone,
    });
  if (lines.length === 0) return dialog;
  return (
    <Card>
      {dialog}
      <Muted sx={{ px: 2, py: 1.25 }}>{label('paid_already_text')}</Muted>
      {lines.map((line) => (
        <LineRow key={line.id} line={line}>
          {line.payment && <PaymentLink payment={line.payment} />}
          <Stack sx={{ gap: 0.75, alignItems: 'flex-start' }}>
            <StateChip
              tone="warning"
              label={
                line.paidAlready?.by && line.paidAlready.on
                  ? label('paid_already', { by: line.paidAlready.by, on: format.day(line.paidAlready.on) })
                  : label('paid_already_plain')
              }
            />
            <Button size="small" variant="outlined" onClick={() => owe(line)}>
              {label('owe')}
            </Button>
          </Stack>
        </LineRow>
      ))}
      <MoreButton query={query} />
    </Card>
  );
}
