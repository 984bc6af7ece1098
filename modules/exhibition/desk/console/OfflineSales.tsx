import { Box, Button, Chip, Link, List, ListItem, Stack, Typography } from '@mui/material';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import { NumberBlocks } from '../../../../kernel/documents/console/index.ts';
import {
  api,
  type Camelized,
  Caption,
  dotted,
  EmptyNote,
  ErrorNote,
  LoadingBar,
  listQuery,
  Page,
  Panel,
  SwitchField,
  useAction,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { SoldOffline } from '../contract.ts';

type Row = Camelized<SoldOffline>;
const TOPICS = ['exhibition.bill'];

/** Sales that desks made without a network, what is noted of them, and the numbers of receipts that desks hold. */
export default function OfflineSales() {
  const [search, setSearch] = useSearchParams();
  const all = search.get('all') === '1';
  const query = useGet<Row[]>(
    '/exhibition/offline-sales',
    { ...(all ? {} : listQuery({ open: true })), limit: 200 },
    { live: TOPICS },
  );
  const say = useLabels('console.exhibition.offline');
  return (
    <Page title={say('title')} width={860}>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {say('text')}
      </Typography>
      <SwitchField
        label={say('only_open')}
        checked={!all}
        onChange={(open) => setSearch(open ? {} : { all: '1' }, { replace: true })}
      />
      <Panel padded={false}>
        <LoadingBar on={query.isPending} />
        {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
        {query.data?.length === 0 && <EmptyNote title={say('none')} />}
        <List disablePadding>
          {query.data?.map((row) => (
            <SaleLine key={row.billId} row={row} onSeen={() => query.refetch()} />
          ))}
        </List>
      </Panel>
      <Box sx={{ mt: 3 }}>
        <NumberBlocks />
      </Box>
    </Page>
  );
}

function SaleLine({ row, onSeen }: { row: Row; onSeen: () => unknown }) {
  const format = useFormat();
  const may = useCan()('exhibition.bill.void');
  const { busy, run } = useAction();
  const say = useLabels('console.exhibition.offline');
  const seen = () =>
    run(async () => {
      await api.post(`/exhibition/offline-sales/${row.billId}/seen`);
      await onSeen();
    });
  return (
    <ListItem divider sx={{ display: 'block', px: 2.5, py: 1.5 }}>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <Link component={RouterLink} to={`/exhibition/bills/${row.billId}`} sx={{ fontWeight: 650 }}>
          {row.code}
        </Link>
        <Typography className="figures" sx={{ fontWeight: 650 }}>
          {format.money(row.amount, row.currency)}
        </Typography>
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
          {dotted([row.customer, row.cashier, format.dateTime(row.soldAt), row.receiptNumber])}
        </Typography>
        {row.seenAt === null && row.notes.length > 0 && may && (
          <Button size="small" variant="outlined" disabled={busy} onClick={() => void seen()}>
            {say('seen')}
          </Button>
        )}
        {row.seenBy !== null && <Caption>{say('seen_by', { name: row.seenBy })}</Caption>}
      </Stack>
      {row.notes.length > 0 && (
        <Stack direction="row" sx={{ gap: 0.75, mt: 0.75, flexWrap: 'wrap' }}>
          {row.notes.map((note) => (
            <Chip key={note} size="small" color="warning" variant="outlined" label={say(`notes.${note}`)} />
          ))}
        </Stack>
      )}
    </ListItem>
  );
}
