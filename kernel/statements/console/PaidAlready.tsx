import { Box, Button, Card, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { api, StateChip, useConfirm, useFormat } from '../../ui/index.ts';
import { LineText, PaymentText } from './LineText.tsx';
import type { Line, Statement } from './types.ts';
import { useLines } from './useLines.ts';

/**
 * Lines for payments that are already paid, with a button that records their money as owed. Hidden while there are
 * none.
 */
export function PaidAlready({ statement, onDone }: { statement: Statement; onDone: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const { ask, dialog } = useConfirm();
  const { query, lines } = useLines(statement.id, { state: 'open', certainty: 'paid_already' });
  const label = (name: string, values?: object) => translate(`console.statements.${name}`, values);
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
      <Typography variant="body2" color="textSecondary" sx={{ px: 2, py: 1.25 }}>
        {label('paid_already_text')}
      </Typography>
      {lines.map((line) => (
        <Box
          key={line.id}
          sx={{
            borderTop: 1,
            borderColor: 'divider',
            px: 2,
            py: 1.25,
            display: 'grid',
            gap: { xs: 0.75, md: 2 },
            alignItems: 'center',
            gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(0,1fr) minmax(0,1fr) 220px' },
          }}
        >
          <LineText line={line} />
          {line.payment && (
            <Link
              component={RouterLink}
              to={`/payments/${line.payment.id}`}
              color="inherit"
              underline="none"
              sx={{ minWidth: 0 }}
            >
              <PaymentText payment={line.payment} />
            </Link>
          )}
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
