import OpenIcon from '@mui/icons-material/ArrowForward';
import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import NextIcon from '@mui/icons-material/NavigateNext';
import { Button, Stack } from '@mui/material';
import type { RefObject } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { fileUrl, Panel, useCan } from '../../../../kernel/ui/index.ts';
import type { Added } from '../../bills/console/types.ts';
import { Ticket } from '../../customers/console/Ticket.tsx';
import type { Customer } from '../../customers/console/types.ts';
import { PaperButtons } from '../../documents/console/PaperButtons.tsx';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { BillDesk } from './BillDesk.tsx';
import type { Scanned } from './useSale.ts';

type Props = {
  customer: Customer;
  desk: Exhibition | null;
  amount: RefObject<HTMLInputElement | null>;
  scan: RefObject<Scanned | null>;
  onSaved: (added: Added, customerId: string) => void;
  onChanged: () => unknown;
  onNext: () => void;
};

/** The customer at the desk: the ticket, the form for a bill, the bills so far. */
export function Served({ customer, desk, amount, scan, onSaved, onChanged, onNext }: Props) {
  const translate = useTranslate();
  const can = useCan();
  return (
    <Stack sx={{ gap: 2.5 }}>
      <Ticket
        customer={customer}
        actions={
          <>
            {can('exhibition.document.issue') && <PaperButtons customer={customer} />}
            {can('credentials.show') && (
              <Button
                variant="outlined"
                startIcon={<BadgeIcon />}
                href={fileUrl(`/exhibition/customers/${customer.id}/badge.pdf`)}
                target="_blank"
              >
                {translate('console.exhibition.badge')}
              </Button>
            )}
            <Button color="inherit" endIcon={<OpenIcon />} component={Link} to={`/exhibition/customers/${customer.id}`}>
              {translate('console.exhibition.desk.open')}
            </Button>
          </>
        }
      />
      <Panel
        padded={false}
        title={translate('console.exhibition.bill.many')}
        actions={
          <Button size="small" color="inherit" onClick={onNext} endIcon={<NextIcon />}>
            {translate('console.exhibition.desk.next')}
          </Button>
        }
      >
        {/* A new form for each customer: an amount half typed for one must never reach another. */}
        <BillDesk
          key={customer.id}
          customer={customer}
          desk={desk}
          amount={amount}
          scan={scan}
          onSaved={onSaved}
          onChanged={onChanged}
        />
      </Panel>
    </Stack>
  );
}
