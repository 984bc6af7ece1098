import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import MailIcon from '@mui/icons-material/ForwardToInboxOutlined';
import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  type AllThatMatch,
  api,
  Code,
  type Column,
  ExportButton,
  Page,
  ResourceList,
  useAction,
  useCan,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { useExhibitions } from '../../exhibitions/console/useExhibitions.ts';
import { EMAIL_STATES } from '../contract.ts';
import { EmailStateChip } from './EmailStateChip.tsx';
import { PrintChosen } from './PrintChosen.tsx';
import type { Customer } from './types.ts';

export default function CustomerList() {
  const translate = useTranslate();
  const can = useCan();
  const exhibitions = useExhibitions();
  const columns = useColumns();
  const { busy, run } = useAction();
  const resend = (ids: string[], done: () => void, all?: AllThatMatch) =>
    (all ? all.start('resend') : resendTo(ids)).then((sent) => sent && done());
  const resendTo = (ids: string[]) =>
    run(() => api.post('/exhibition/customers/bulk-resend', { ids }), {
      done: 'console.exhibition.customer.resent',
    });
  return (
    <Page
      title={translate('console.exhibition.customer.many')}
      actions={
        <>
          {can('exhibition.customer.write') && (
            <Button variant="outlined" startIcon={<ImportIcon />} component={Link} to="/exhibition/customers/import">
              {translate('console.import.action')}
            </Button>
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
        searchLabel={translate('console.exhibition.customer.search')}
        filters={[
          {
            kind: 'choice',
            source: 'exhibitionId',
            label: translate('console.exhibition.exhibition.one'),
            choices: exhibitions.map(({ id, name }) => ({ id, name })),
          },
          {
            kind: 'choice',
            source: 'emailState',
            label: translate('console.exhibition.customer.emailState'),
            choices: EMAIL_STATES.map((id) => ({ id, name: translate(`console.exhibition.email.${id}`) })),
          },
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
        bulkList="exhibition.customers"
        bulk={(ids, done, all) => (
          <>
            {can('credentials.show') && !all && <PrintChosen ids={ids} />}
            {can('exhibition.customer.write') && (
              <Button size="small" startIcon={<MailIcon />} disabled={busy} onClick={() => void resend(ids, done, all)}>
                {translate('console.exhibition.customer.resend')}
              </Button>
            )}
          </>
        )}
        empty={{
          title: translate('console.exhibition.customer.none'),
          text: translate('console.exhibition.customer.none_text'),
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
  const label = (name: string) => translate(`console.exhibition.customer.${name}`);
  return [
    {
      key: 'name',
      label: label('name'),
      sort: 'name',
      only: 'ASC',
      render: (customer) => (
        <Box sx={{ minWidth: 160 }}>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {customer.name}
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
            {customer.email}
          </Typography>
        </Box>
      ),
    },
    {
      key: 'code',
      label: label('code'),
      nowrap: true,
      render: (customer) => <Code value={customer.code} size="0.9rem" />,
    },
    { key: 'phone', label: label('phone'), nowrap: true, from: 'md', render: (customer) => customer.phone },
    {
      key: 'exhibition',
      label: translate('console.exhibition.exhibition.one'),
      from: 'xl',
      render: (customer) => customer.exhibitionName,
    },
    {
      key: 'bills',
      label: label('billCount'),
      align: 'right',
      render: (customer) => format.number(customer.billCount),
    },
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
      render: (customer) => <EmailStateChip state={customer.emailState} />,
    },
    {
      key: 'created',
      label: label('createdAt'),
      sort: 'createdAt',
      only: 'DESC',
      nowrap: true,
      from: 'xl',
      render: (customer) => format.dateTime(customer.createdAt),
    },
  ];
}

function CustomerCard({ customer }: { customer: Customer }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack sx={{ gap: 0.75 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'baseline' }}>
        <Typography sx={{ fontWeight: 600, minWidth: 0 }} noWrap>
          {customer.name}
        </Typography>
        <Typography className="figures" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
          {format.money(customer.total, customer.currency)}
        </Typography>
      </Stack>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'center' }}>
        <Code value={customer.code} size="0.9rem" />
        <Typography variant="caption" color="textSecondary">
          {translate('console.exhibition.bill_count', { smart_count: customer.billCount })}
        </Typography>
      </Stack>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'center' }}>
        <Typography variant="caption" color="textSecondary" noWrap>
          {customer.phone ?? customer.email}
        </Typography>
        <EmailStateChip state={customer.emailState} />
      </Stack>
    </Stack>
  );
}
