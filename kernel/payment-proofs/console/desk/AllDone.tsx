import DoneIcon from '@mui/icons-material/TaskAlt';
import { Box, Button, Card, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import { useFormat } from '../../../ui/index.ts';
import type { Decided } from './useDecision.ts';

/** Shown when the queue is empty. */
export function AllDone({ filtered, last }: { filtered: boolean; last: Decided | null }) {
  const translate = useTranslate();
  const format = useFormat();
  const [, setSearch] = useSearchParams();
  return (
    <Card sx={{ py: { xs: 6, md: 10 }, px: 3 }}>
      <Stack sx={{ alignItems: 'center', textAlign: 'center', gap: 1.5 }} role="status">
        <Box
          sx={{
            display: 'grid',
            placeItems: 'center',
            width: 88,
            height: 88,
            borderRadius: '50%',
            bgcolor: 'action.selected',
            color: 'success.main',
            '& svg': { fontSize: 52 },
            '@media (prefers-reduced-motion: no-preference)': { animation: 'settle 420ms cubic-bezier(.2,1.4,.4,1)' },
            '@keyframes settle': {
              from: { transform: 'scale(.6)', opacity: 0 },
              to: { transform: 'none', opacity: 1 },
            },
          }}
        >
          <DoneIcon />
        </Box>
        <Typography variant="h2" component="p">
          {translate(filtered ? 'console.payments.desk.none_filtered' : 'console.payments.desk.none')}
        </Typography>
        <Typography color="textSecondary" sx={{ maxWidth: 440 }}>
          {translate(filtered ? 'console.payments.desk.none_filtered_text' : 'console.payments.desk.none_text')}
        </Typography>
        {filtered ? (
          <Button variant="outlined" onClick={() => setSearch({})}>
            {translate('console.list.clear')}
          </Button>
        ) : (
          last && (
            <Button variant="outlined" component={Link} to={`/payments/${last.payment.id}`}>
              {translate(`console.payments.desk.last.${last.verb}`)} {last.payment.payerName || last.payment.reference}{' '}
              · {format.money(last.payment.amount, last.payment.currency)}
            </Button>
          )
        )}
      </Stack>
    </Card>
  );
}
