import { Button, Link, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import {
  byChoice,
  type Column,
  dotted,
  Loaded,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { mayVoucher, VOUCHER_STATES } from '../contract.ts';
import { BatchActions } from './BatchActions.tsx';
import { BatchStates } from './BatchStates.tsx';
import { type Batch, VOUCHER_TONES, type Voucher, worthOf } from './batch.ts';
import { RangeDialog } from './RangeDialog.tsx';

const LABELS = 'console.electricity.batch';
const LIVE = ['electricity.voucher_batch', 'electricity.voucher'];

/** One batch, and each of its vouchers: how it stands, who sold it, who redeemed it. */
export default function BatchPage() {
  const { id = '' } = useParams();
  const format = useFormat();
  const label = useLabels(LABELS);
  const until = ({ expiresOn }: Batch) => label('until', { day: format.days(expiresOn, expiresOn) });
  const query = useGet<Batch>(`/electricity/voucher-batches/${id}`, {}, { live: LIVE });
  const batch = query.data;
  return (
    <Page
      title={batch?.name ?? label('code')}
      subtitle={batch && dotted([batch.code, worthOf(batch, format), until(batch)])}
      back="/electricity/vouchers"
      actions={batch && <BatchActions batch={batch} />}
    >
      <Loaded query={query}>
        {(batch) => (
          <Stack sx={{ gap: 2 }}>
            <BatchStates batch={batch} />
            <Vouchers batch={batch} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Vouchers({ batch }: { batch: Batch }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [cancelling, setCancelling] = useState<Voucher | null>(null);
  const label = useLabels(LABELS);
  const stateName = (state: Voucher['state']) => translate(`console.electricity.voucher_state.${state}`);
  const state = (one: Voucher) => <StateChip tone={VOUCHER_TONES[one.state]} label={stateName(one.state)} />;
  const sold = (one: Voucher) =>
    one.soldAt
      ? [one.agent ?? one.soldBy, format.dateTime(one.soldAt)].filter(Boolean).join(', ')
      : one.agent && label('with', { agent: one.agent });
  const redeemed = ({ redeemedBy, redeemedAt }: Voucher) =>
    redeemedAt && `${redeemedBy}, ${format.dateTime(redeemedAt)}`;
  const cancel = (one: Voucher) =>
    can('electricity.manage') &&
    mayVoucher('cancel', one.state) && (
      <Button size="small" color="error" onClick={() => setCancelling(one)}>
        {label('cancel')}
      </Button>
    );
  const meter = ({ meter }: Voucher) =>
    meter && (
      <Link component={RouterLink} underline="hover" to={`/electricity/meters/${meter.id}`}>
        {showNumber(meter.number)}
      </Link>
    );
  const columns: Column<Voucher>[] = [
    { key: 'serial', label: label('serial'), nowrap: true, render: ({ serial }) => serial },
    { key: 'last4', label: label('last4'), nowrap: true, render: ({ last4 }) => `… ${last4}` },
    { key: 'state', label: label('state'), render: state },
    { key: 'sold', label: label('sold_by'), from: 'md', render: sold },
    { key: 'meter', label: label('for_meter'), nowrap: true, render: meter },
    { key: 'redeemed', label: label('redeemed_by'), from: 'md', render: redeemed },
    { key: 'actions', label: '', align: 'right', render: cancel },
  ];
  return (
    <>
      <ResourceList<Voucher>
        live={LIVE}
        resource="electricity/vouchers"
        fixed={{ batchId: batch.id }}
        columns={columns}
        card={(one) => (
          <RowCard
            title={`${one.serial} · … ${one.last4}`}
            note={[sold(one), one.meter && showNumber(one.meter.number), redeemed(one)]}
            right={state(one)}
          >
            <div>{cancel(one)}</div>
          </RowCard>
        )}
        filters={[byChoice('state', label('state'), VOUCHER_STATES, stateName)]}
        searchLabel={label('search')}
        empty={{ title: label('no_vouchers') }}
      />
      {cancelling && <RangeDialog batch={batch} work="cancel" only={cancelling} onClose={() => setCancelling(null)} />}
    </>
  );
}
