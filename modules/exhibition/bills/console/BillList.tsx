import { Box, Drawer, Stack, useMediaQuery } from '@mui/material';
import type { Theme } from '@mui/material/styles';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import {
  byChoice,
  Code,
  type Column,
  ExportButton,
  Page,
  ResourceList,
  RowCard,
  Strong,
  useAddress,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useExhibitionFilter } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { BILL_STATES } from '../contract.ts';
import { BillStateChip } from './BillStateChip.tsx';
import { BillTotals } from './BillTotals.tsx';
import { CustomerPanel } from './CustomerPanel.tsx';
import type { Bill } from './types.ts';

const LABELS = 'console.exhibition.bill';

/** All bills, with the customer of the chosen one beside the list. The chosen customer is in the URL. */
export default function BillList() {
  const translate = useTranslate();
  const can = useCan();
  const label = useLabels(LABELS);
  const ofExhibition = useExhibitionFilter();
  const columns = useColumns();
  const { get, set } = useAddress();
  const beside = useMediaQuery((theme: Theme) => theme.breakpoints.up('lg'));
  const chosen = get('customer');
  const [chosenBill, customerId] = chosen.split('~');
  const navigate = useNavigate();
  const choose = (bill: Bill | null) => {
    // Nobody is beside the list: the bill's own page.
    if (bill && !bill.customer) return navigate(`/exhibition/bills/${bill.id}`);
    const wanted = bill && `${bill.id}~${bill.customer?.id ?? ''}`;
    set({ customer: wanted === chosen ? null : wanted });
  };
  return (
    <Page title={label('many')} actions={can('exhibition.export') && <ExportButton path="/exhibition/bills/export" />}>
      <Stack direction="row" sx={{ gap: 2.5, alignItems: 'flex-start' }}>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <BillTotals />
          <ResourceList<Bill>
            live={['exhibition.bill']}
            resource="exhibition/bills"
            columns={columns}
            card={(bill) => <BillCard bill={bill} />}
            onChoose={choose}
            chosenId={chosenBill}
            searchLabel={label('search')}
            filters={[
              ofExhibition,
              byChoice('state', label('state'), BILL_STATES, (id) => label(`states.${id}`)),
              { kind: 'day', source: 'from', label: translate('console.list.from') },
              { kind: 'day', source: 'to', label: translate('console.list.to') },
            ]}
            empty={{ title: label('empty'), text: label('empty_text') }}
          />
        </Box>
        {customerId && beside && (
          <Box sx={{ width: 400, flexShrink: 0, position: 'sticky', top: 16 }}>
            <CustomerPanel id={customerId} onClose={() => choose(null)} />
          </Box>
        )}
      </Stack>
      {!beside && (
        <Drawer
          anchor="bottom"
          open={Boolean(customerId)}
          onClose={() => choose(null)}
          slotProps={{ paper: { sx: { maxHeight: '88dvh', borderRadius: '16px 16px 0 0' } } }}
        >
          {customerId && <CustomerPanel id={customerId} onClose={() => choose(null)} />}
        </Drawer>
      )}
    </Page>
  );
}

function useColumns(): Column<Bill>[] {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  return [
    {
      key: 'customer',
      label: translate('console.exhibition.customer.one'),
      render: (bill) => (
        <Box sx={{ minWidth: 140 }}>
          <Strong variant="body2">{bill.customer?.name ?? label('walk_in')}</Strong>
          <Code value={bill.customer?.code ?? bill.code} size="0.8rem" />
        </Box>
      ),
    },
    { key: 'description', label: label('description'), render: (bill) => bill.description },
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: (bill) => <Amount bill={bill} /> },
    { key: 'state', label: label('state'), render: (bill) => <BillStateChip bill={bill} /> },
    { key: 'by', label: label('createdBy'), from: 'xl', render: (bill) => bill.createdBy },
    { key: 'created', label: label('createdAt'), time: (bill) => bill.createdAt },
  ];
}

function Amount({ bill }: { bill: Bill }) {
  const format = useFormat();
  return (
    <Box
      component="span"
      className="figures"
      sx={{
        fontWeight: 600,
        textDecoration: bill.voidedAt ? 'line-through' : undefined,
        opacity: bill.voidedAt ? 0.55 : 1,
      }}
    >
      {format.money(bill.amount, bill.currency)}
    </Box>
  );
}

function BillCard({ bill }: { bill: Bill }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <RowCard
      title={bill.customer?.name ?? label('walk_in')}
      note={[bill.description, format.dateTime(bill.createdAt)]}
      right={
        <Stack sx={{ gap: 0.5, alignItems: 'flex-end' }}>
          <Amount bill={bill} />
          <BillStateChip bill={bill} />
        </Stack>
      }
    />
  );
}
