import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Box, Button, Divider, List, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import {
  AddressDay,
  api,
  dotted,
  EmptyNote,
  fileUrl,
  Loaded,
  Page,
  Panel,
  Tile,
  useAction,
  useAddress,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { Line } from '../../bills/console/BillLines.tsx';
import { StallForm } from '../../stalls/console/StallForm.tsx';
import type { Stall } from '../../stalls/console/types.ts';
import { PayoutDialog } from './PayoutDialog.tsx';
import type { Statement } from './types.ts';

const LABELS = 'console.exhibition.statement';
const TOPICS = ['exhibition.bill', 'exhibition.stall', 'payment'];

/** How a stall stands with the house, of some days or of all, which the URL names. */
export default function StatementPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const { get } = useAddress();
  const [paying, setPaying] = useState(false);
  const [editing, setEditing] = useState<Stall | null>(null);
  const { busy, run } = useAction();
  const asked = { from: get('from') || undefined, to: get('to') || undefined };
  const path = `/exhibition/stalls/${id}/statement`;
  const query = useGet<Statement>(path, asked, { live: TOPICS });
  const statement = query.data;
  const label = useLabels(LABELS);
  const close = () => {
    setEditing(null);
    setPaying(false);
    void query.refetch();
  };
  const stall = statement && `${statement.stall.code} ${statement.stall.name}`;
  return (
    <Page
      title={stall ?? label('title')}
      subtitle={label('title')}
      back="/exhibition/stalls"
      actions={
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
          <AddressDay name="from" label={translate('console.exhibition.sales.from')} />
          <AddressDay name="to" label={translate('console.exhibition.sales.to')} />
          <Button variant="outlined" startIcon={<PrintIcon />} href={fileUrl(`${path}.pdf`, asked)} target="_blank">
            {label('print')}
          </Button>
          {can('exhibition.export') && (
            <Button variant="outlined" startIcon={<DownloadIcon />} href={fileUrl(`${path}.xlsx`, asked)}>
              {translate('console.exhibition.sales.workbook')}
            </Button>
          )}
          {can('exhibition.manage') && (
            <Button
              variant="outlined"
              disabled={busy}
              onClick={() =>
                run(async () => setEditing(await api.get<Stall>(`/exhibition/stalls/${id}`)), { refresh: false })
              }
            >
              {translate('console.exhibition.stall.edit')}
            </Button>
          )}
          {can('exhibition.stall.settle') && statement && (
            <Button variant="contained" onClick={() => setPaying(true)}>
              {label('pay')}
            </Button>
          )}
        </Stack>
      }
    >
      <Loaded query={query}>
        {(statement) => (
          <>
            <StatementPanels statement={statement} />
            {editing && <StallForm stall={editing} exhibitionId={editing.exhibitionId} onClose={close} />}
            {paying && <PayoutDialog statement={statement} onClose={close} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What was sold, how the account stands, what came and what was paid out. */
function StatementPanels({ statement }: { statement: Statement }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels(LABELS);
  const money = (amount: string) => format.money(amount, statement.currency);
  const owes = statement.account.owedMinor < 0;
  return (
    <>
      <Box sx={TILES}>
        <Tile
          strong
          label={label(owes ? 'stall_owes' : 'owed')}
          value={money(statement.account.owed.replace('-', ''))}
        />
        <Tile label={label('money')} value={money(statement.account.money)} />
        <Tile label={label('commission')} value={money(statement.account.commission)} />
        <Tile label={label('kept')} value={money(statement.account.kept)} />
      </Box>
      <Box sx={PANELS}>
        <Panel title={label('sales')}>
          <Figures
            rows={[
              [label('gross'), money(statement.sales.gross)],
              [label('discount'), money(statement.sales.discount)],
              [label('returned'), money(statement.sales.returned)],
              [label('due'), money(statement.sales.due)],
              ...statement.taxes.map(({ percent, tax }): [string, string] => [label('tax', { percent }), money(tax)]),
            ]}
          />
        </Panel>
        <Panel title={label('account')}>
          <Figures
            rows={[
              [label('opening'), money(statement.account.opening)],
              [label('money'), money(statement.account.money)],
              [label('commission'), `− ${money(statement.account.commission)}`],
              [label('kept'), `− ${money(statement.account.kept)}`],
              [label('paid_out'), `− ${money(statement.account.paidOut)}`],
            ]}
            last={[label('owed'), money(statement.account.owed)]}
          />
        </Panel>
      </Box>
      <Panel title={label('received')} padded={false}>
        {statement.received.length === 0 && <EmptyNote title={label('nothing')} />}
        <List disablePadding>
          {statement.received.map(({ place, method, by, amount, refunded, refundedMinor }) => (
            <Line
              key={`${place} ${method} ${by}`}
              title={label(`at_${place}`)}
              note={dotted([
                translate(`console.exhibition.sales.methods.${method}`),
                by,
                refundedMinor > 0 && translate('console.exhibition.pay.gone_back', { amount: money(refunded) }),
              ])}
              amount={money(amount)}
            />
          ))}
        </List>
      </Panel>
      <Box sx={{ mt: 2 }}>
        <Panel title={label('payouts')} padded={false}>
          {statement.payouts.length === 0 && <EmptyNote title={label('nothing')} />}
          <List disablePadding>
            {statement.payouts.map((payout) => (
              <Line
                key={payout.id}
                title={label(`by_${payout.method}`)}
                note={dotted([format.dateTime(payout.at), payout.by, payout.reference, payout.note])}
                amount={money(payout.amount)}
              />
            ))}
          </List>
        </Panel>
      </Box>
    </>
  );
}

function Figures({ rows, last }: { rows: [string, string][]; last?: [string, string] }) {
  const line = ([name, value]: [string, string], strong = false) => (
    <Stack key={name} direction="row" sx={{ justifyContent: 'space-between', gap: 2, py: 0.5 }}>
      <Typography sx={{ fontWeight: strong ? 650 : 400 }}>{name}</Typography>
      <Typography className="figures" sx={{ fontWeight: strong ? 650 : 500 }}>
        {value}
      </Typography>
    </Stack>
  );
  return (
    <>
      {rows.map((row) => line(row))}
      {last && (
        <>
          <Divider sx={{ my: 0.5 }} />
          {line(last, true)}
        </>
      )}
    </>
  );
}

const TILES = { display: 'grid', gap: 2, mb: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } };
const PANELS = { display: 'grid', gap: 2, mb: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } };
