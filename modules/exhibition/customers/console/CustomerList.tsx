import MailIcon from '@mui/icons-material/ForwardToInboxOutlined';
import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  type AllThatMatch,
  api,
  byChoice,
  Caption,
  Code,
  type Column,
  ExportButton,
  ImportButton,
  Page,
  ResourceList,
  RowCard,
  Strong,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useExhibitionFilter } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { EMAIL_STATES } from '../contract.ts';
import { EmailStateChip } from './EmailStateChip.tsx';
import { PrintChosen } from './PrintChosen.tsx';
import type { Customer } from './types.ts';

const LABELS = 'console.exhibition.customer';

export default function CustomerList() {
  const translate = useTranslate();
  const can = useCan();
  const label = useLabels(LABELS);
  const ofExhibition = useExhibitionFilter();
  const columns = useColumns();
  const { busy, run } = useAction();
  const resend = (ids: string[], done: () => void, all?: AllThatMatch) =>
    (all ? all.start('resend') : resendTo(ids)).then((sent) => sent && done());
  const resendTo = (ids: string[]) =>
    run(() => api.post('/exhibition/customers/bulk-resend', { ids }), { done: `${LABELS}.resent` });
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('exhibition.customer.write') && (
            <ImportButton label={translate('console.import.action')} to="/exhibition/customers/import" />
          )}
          {can('exhibition.export') && <ExportButton path="/exhibition/customers/export" />}
          {can('exhibition.customer.write') && (
            <Button variant="contained" startIcon={<PersonAddIcon />} component={Link} to="/desk">
              {translate('console.exhibition.desk.register')}
            </Button>
          )}
        </>
      }
    >
      <ResourceList<Customer>
        live={['exhibition.customer', 'exhibition.bill']}
        resource="exhibition/customers"
        columns={columns}
        card={(customer) => <CustomerCard customer={customer} />}
        href={(customer) => `/exhibition/customers/${customer.id}`}
        searchLabel={label('search')}
        filters={[
          ofExhibition,
          byChoice('emailState', label('emailState'), EMAIL_STATES, (id) =>
            translate(`console.exhibition.email.${id}`),
          ),
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
        bulkList="exhibition.customers"
        bulk={(ids, done, all) => (
          <>
            {can('credentials.show') && !all && <PrintChosen ids={ids} />}
            {can('exhibition.customer.write') && (
              <Button size="small" startIcon={<MailIcon />} disabled={busy} onClick={() => void resend(ids, done, all)}>
                {label('resend')}
              </Button>
            )}
          </>
        )}
        empty={{
          title: label('none'),
          text: label('none_text'),
          action: (
            <Button variant="contained" component={Link} to="/desk">
              {translate('console.exhibition.desk.open_desk')}
            </Button>
          ),
        }}
      />
    </Page>
  );
}

function useColumns(): Column<Customer>[] {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels(LABELS);
  return [
    {
      key: 'name',
      label: label('name'),
      sort: 'name',
      only: 'ASC',
      render: (customer) => (
        <Box sx={{ minWidth: 160 }}>
          <Strong variant="body2">{customer.name}</Strong>
          <Caption sx={{ overflowWrap: 'anywhere' }}>{customer.email}</Caption>
        </Box>
      ),
    },
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => <Code value={code} size="0.9rem" /> },
    { key: 'phone', label: label('phone'), nowrap: true, from: 'md', render: (customer) => customer.phone },
    {
      key: 'exhibition',
      label: translate('console.exhibition.exhibition.one'),
      from: 'xl',
      render: (customer) => customer.exhibitionName,
    },
    { key: 'bills', label: label('billCount'), align: 'right', render: ({ billCount }) => format.number(billCount) },
    {
      key: 'total',
      label: label('total'),
      align: 'right',
      nowrap: true,
      render: (customer) => <b style={{ fontWeight: 600 }}>{format.money(customer.total, customer.currency)}</b>,
    },
    {
      key: 'email',
      label: label('emailState'),
      from: 'md',
      render: ({ emailState: state }) => <EmailStateChip state={state} />,
    },
    {
      key: 'created',
      label: label('createdAt'),
      sort: 'createdAt',
      only: 'DESC',
      from: 'xl',
      time: (customer) => customer.createdAt,
    },
  ];
}

function CustomerCard({ customer }: { customer: Customer }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <RowCard
      title={customer.name}
      note={customer.phone ?? customer.email}
      right={
        <Typography className="figures" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
          {format.money(customer.total, customer.currency)}
        </Typography>
      }
    >
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'center' }}>
        <Code value={customer.code} size="0.9rem" />
        <Caption>{translate('console.exhibition.bill_count', { smart_count: customer.billCount })}</Caption>
        <EmailStateChip state={customer.emailState} />
      </Stack>
    </RowCard>
  );
}
