import InvoiceIcon from '@mui/icons-material/DescriptionOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Customer } from '../../customers/console/types.ts';
import { useReceipt } from './useReceipt.ts';

/** A receipt for the money that was received, an invoice for what is owed; each only where there is some. */
export function PaperButtons({ customer }: { customer: Pick<Customer, 'id' | 'totalMinor' | 'dueMinor'> }) {
  const translate = useTranslate();
  const { busy, issue } = useReceipt(`customers/${customer.id}`);
  const { totalMinor, dueMinor } = customer;
  return (
    <>
      {(totalMinor > dueMinor || dueMinor === 0) && (
        <Button
          variant="outlined"
          startIcon={<PrintIcon />}
          disabled={busy || totalMinor === dueMinor}
          onClick={() => void issue('receipt')}
        >
          {translate('console.exhibition.receipt.print')}
        </Button>
      )}
      {dueMinor > 0 && (
        <Button variant="outlined" startIcon={<InvoiceIcon />} disabled={busy} onClick={() => void issue('invoice')}>
          {translate('console.exhibition.invoice.print')}
        </Button>
      )}
    </>
  );
}
