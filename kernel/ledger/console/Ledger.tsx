import { Box, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { AddressDay, ErrorNote, Page, Panel, SelectField, useAddress, useLabels, useLive } from '../../ui/index.ts';
import { useAccountName, useAccounts } from './AccountName.tsx';
import { Accounts } from './Accounts.tsx';
import { Entries } from './Entries.tsx';
import { Verification } from './Verification.tsx';

const TOPICS = ['payment'];
const KINDS = [
  'payment.verified',
  'payment.refunded',
  'payment.verified.reversed',
  'till.float',
  'till.pay_in',
  'till.pay_out',
  'till.drop',
  'till.difference',
  'till.handover',
];

const FILTERS = { xs: '1fr 1fr', sm: 'repeat(4, minmax(0, 1fr))' } as const;

/** The ledger: the balance of each account and its entries. The selected account and the filters are in the URL. */
export default function Ledger() {
  const translate = useTranslate();
  const label = useLabels('console.ledger');
  const name = useAccountName();
  const { get, set } = useAddress();
  const query = useAccounts();
  useLive(TOPICS, () => query.refetch());
  const account = get('account');
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <Stack sx={{ gap: 2.5 }}>
        {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
        <Box
          sx={{
            display: 'grid',
            gap: 2.5,
            gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0, 420px) minmax(0,1fr)' },
            alignItems: 'start',
          }}
        >
          <Stack sx={{ gap: 2.5, minWidth: 0 }}>
            <Accounts
              accounts={query.data}
              chosen={account}
              onChoose={(code) => set({ account: code === account ? '' : code })}
            />
            <Verification />
          </Stack>
          <Panel title={account ? name(account) : label('entries')} padded={false} sx={{ minWidth: 0 }}>
            <Box sx={{ px: 2.5, pb: 2, display: 'grid', gap: 1, gridTemplateColumns: FILTERS }}>
              <SelectField
                label={label('account_label')}
                value={account}
                onChange={(event) => set({ account: event.target.value })}
                none={translate('console.list.any')}
                choices={(query.data ?? []).map(({ code }) => ({ id: code, name: name(code) }))}
              />
              <SelectField
                label={label('kind_label')}
                value={get('kind')}
                onChange={(event) => set({ kind: event.target.value })}
                none={translate('console.list.any')}
                choices={KINDS.map((id) => ({ id, name: label(`kind.${id.replaceAll('.', '_')}`) }))}
              />
              <AddressDay name="from" label={translate('console.list.from')} />
              <AddressDay name="to" label={translate('console.list.to')} />
            </Box>
            <Entries filter={{ account, kind: get('kind'), from: get('from'), to: get('to') }} />
          </Panel>
        </Box>
      </Stack>
    </Page>
  );
}
