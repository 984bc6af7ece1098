import CloseIcon from '@mui/icons-material/Close';
import { Box, Button, Card, Divider, IconButton, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Caption, Code, dotted, ErrorNote, fileUrl, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import { useCustomer } from '../../customers/console/useCustomer.ts';
import { BillLines } from './BillLines.tsx';

/** The customer of a bill, beside the list: name, total, all their bills. */
export function CustomerPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const query = useCustomer(id);
  const customer = query.data;
  return (
    <Card sx={{ overflowY: 'auto', maxHeight: { lg: 'calc(100dvh - 48px)' } }}>
      <Stack direction="row" sx={{ p: 2.5, gap: 2, alignItems: 'flex-start' }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          {query.isPending && <Skeleton width="60%" />}
          {query.error && <ErrorNote error={query.error} />}
          {customer && (
            <>
              <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
                {customer.name}
              </Typography>
              <Code value={customer.code} size="0.95rem" />
              <Caption component="div">{dotted([customer.phone, customer.email])}</Caption>
              <Typography variant="h1" component="p" className="figures" sx={{ mt: 1.5 }}>
                {format.money(customer.total, customer.currency)}
              </Typography>
              <Caption>{translate('console.exhibition.bill_count', { smart_count: customer.billCount })}</Caption>
            </>
          )}
        </Box>
        {customer && can('credentials.show') && (
          <Box
            component="img"
            alt=""
            src={fileUrl(`/exhibition/customers/${customer.id}/qr.svg`)}
            sx={{ width: 84, height: 84, bgcolor: '#fff', borderRadius: 1, p: 0.5 }}
          />
        )}
        <IconButton size="small" onClick={onClose} aria-label={translate('ra.action.close')}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Stack>
      <Box sx={{ px: 2.5, pb: 2 }}>
        <Button variant="outlined" fullWidth component={Link} to={`/exhibition/customers/${id}`}>
          {translate('console.exhibition.desk.open')}
        </Button>
      </Box>
      <Divider />
      <BillLines customerId={id} />
    </Card>
  );
}
