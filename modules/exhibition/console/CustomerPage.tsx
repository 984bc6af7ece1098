import EditIcon from '@mui/icons-material/EditOutlined';
import { Box, Button, Stack, Tab, Tabs } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import {
  Columns,
  Fact,
  History,
  Loaded,
  Page,
  Panel,
  useCan,
  useFormat,
  useLabels,
  useLive,
  useSession,
} from '../../../kernel/ui/index.ts';
import { useCustomerCredit } from '../bills/console/CreditField.tsx';
import type { Added } from '../bills/console/types.ts';
import { Answers } from '../customers/console/Answers.tsx';
import { CustomerActions } from '../customers/console/CustomerActions.tsx';
import { CustomerDocuments } from '../customers/console/CustomerDocuments.tsx';
import { CustomerMessages } from '../customers/console/CustomerMessages.tsx';
import { Ticket } from '../customers/console/Ticket.tsx';
import type { Customer } from '../customers/console/types.ts';
import { useCustomer } from '../customers/console/useCustomer.ts';
import { BillDesk } from '../desk/console/BillDesk.tsx';
import { Visits } from '../entrance/console/Visits.tsx';
import { DownloadButtons } from './DownloadButtons.tsx';

const TABS = ['bills', 'visits', 'documents', 'messages', 'history'] as const;

/** One customer. The tab is in the URL. */
export default function CustomerPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((name) => name === search.get('tab')) ?? 'bills';
  // A bill changes the customer's total and has a topic of its own.
  const topics = [`exhibition.customer:${id}`, 'exhibition.bill'];
  const query = useCustomer(id);
  useLive(topics, () => query.refetch());
  const customer = query.data;
  return (
    <Page
      title={customer?.name ?? translate('console.exhibition.customer.one')}
      back="/exhibition/customers"
      actions={
        customer &&
        can('exhibition.customer.write') && (
          <>
            <Button
              variant="outlined"
              startIcon={<EditIcon />}
              component={Link}
              to={`/exhibition/customers/${customer.id}/edit`}
            >
              {translate('ra.action.edit')}
            </Button>
            <CustomerActions customer={customer} />
          </>
        )
      }
    >
      <Loaded query={query}>
        {(customer) => (
          <Columns of="1fr 1fr" sx={{ alignItems: 'start' }}>
            <Stack sx={{ gap: 2.5, minWidth: 0 }}>
              <Ticket customer={customer} actions={<DownloadButtons customer={customer} />} />
              <Facts customer={customer} />
            </Stack>
            <Panel padded={false}>
              <Tabs
                value={tab}
                onChange={(_, next: string) => setSearch({ tab: next }, { replace: true })}
                sx={{ px: 1.5, borderBottom: 1, borderColor: 'divider' }}
              >
                <Tab value="bills" label={translate('console.exhibition.bill.many')} />
                {can('exhibition.customer.read') && (
                  <Tab value="visits" label={translate('console.exhibition.entrance.tab')} />
                )}
                {can('documents.read') && <Tab value="documents" label={translate('console.documents.title')} />}
                {can('messages.read') && <Tab value="messages" label={translate('console.messages.title')} />}
                {can('audit.read') && <Tab value="history" label={translate('console.audit.history')} />}
              </Tabs>
              {tab === 'bills' && <InlineBills customer={customer} />}
              {tab === 'visits' && (
                <Box sx={{ p: 2 }}>
                  <Visits fixed={{ customer_id: customer.id }} />
                </Box>
              )}
              {tab === 'documents' && <CustomerDocuments customerId={customer.id} />}
              {tab === 'messages' && <CustomerMessages customerId={customer.id} />}
              {tab === 'history' && (
                <Box sx={{ p: 2.5 }}>
                  <History subjectType="exhibition.customer" subjectId={customer.id} />
                </Box>
              )}
            </Panel>
          </Columns>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ customer }: { customer: Customer }) {
  const say = useLabels('console.exhibition');
  const format = useFormat();
  const credit = useCustomerCredit(customer.id);
  return (
    <Panel title={say('customer.details')}>
      <Columns of="1fr 1fr" from="sm" gap={2}>
        {credit && credit.balanceMinor > 0 && (
          <Fact label={say('sales.methods.credit')}>{format.money(credit.balance, credit.currency)}</Fact>
        )}
        {customer.answers.length > 0 && (
          <Fact label={say('customer.answers')}>
            <Answers answers={customer.answers} />
          </Fact>
        )}
        <Fact label={say('customer.createdAt')}>{format.dateTime(customer.createdAt)}</Fact>
        <Fact label={say('customer.updatedAt')}>{format.dateTime(customer.updatedAt)}</Fact>
      </Columns>
    </Panel>
  );
}

/** The desk's bill form and lines on the customer's own page, which loads the customer again after changes. */
function InlineBills({ customer }: { customer: Customer }) {
  const { organization } = useSession();
  const queryClient = useQueryClient();
  const amount = useRef<HTMLInputElement>(null);
  const saved = useCallback(
    (added: Added, id: string) =>
      queryClient.setQueryData<Customer>(
        ['desk', 'customer', organization.id, id],
        (now) => now && { ...now, ...added.customer },
      ),
    [queryClient, organization.id],
  );
  return (
    <Box sx={{ pt: 2.5 }}>
      <BillDesk customer={customer} desk={null} amount={amount} onSaved={saved} onChanged={() => undefined} />
    </Box>
  );
}
