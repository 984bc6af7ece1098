import { Button, Link, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import {
  api,
  type Column,
  ErrorNote,
  Page,
  ResourceList,
  StateChip,
  useCan,
  useFormat,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { mayVoucher, VOUCHER_STATES } from '../contract.ts';
import { BatchActions } from './BatchActions.tsx';
import { BatchStates } from './BatchStates.tsx';
import { type Batch, VOUCHER_TONES, type Voucher, worthOf } from './batch.ts';
import { RangeDialog } from './RangeDialog.tsx';

const LIVE = ['electricity.voucher_batch', 'electricity.voucher'];

/** One batch, and each of its vouchers: how it stands, who sold it, who redeemed it. */
export default function BatchPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['electricity', 'batch', organization.id, id],
    queryFn: () => api.get<Batch>(`/electricity/voucher-batches/${id}`),
  });
  useLive(LIVE, () => query.refetch());
  const batch = query.data;
  return (
    <Page
      title={batch?.name ?? translate('console.electricity.batch.code')}
      subtitle={
        batch &&
        [
          batch.code,
          worthOf(batch, format),
          translate('console.electricity.batch.until', { day: format.days(batch.expiresOn, batch.expiresOn) }),
        ].join(' · ')
      }
      back="/electricity/vouchers"
      actions={batch && <BatchActions batch={batch} />}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={280} />}
      {batch && (
        <Stack sx={{ gap: 2 }}>
          <BatchStates batch={batch} />
          <Vouchers batch={batch} />
        </Stack>
      )}
    </Page>
  );
}

function Vouchers({ batch }: { batch: Batch }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [cancelling, setCancelling] = useState<Voucher | null>(null);
  const label = (name: string) => translate(`console.electricity.batch.${name}`);
  const stateName = (state: Voucher['state']) => translate(`console.electricity.voucher_state.${state}`);
  const state = (one: Voucher) => <StateChip tone={VOUCHER_TONES[one.state]} label={stateName(one.state)} />;
  const sold = (one: Voucher) =>
    one.soldAt
      ? [one.agent ?? one.soldBy, format.dateTime(one.soldAt)].filter(Boolean).join(', ')
      : one.agent && translate('console.electricity.batch.with', { agent: one.agent });
  const redeemed = ({ redeemedBy, redeemedAt }: Voucher) =>
    redeemedAt && `${redeemedBy}, ${format.dateTime(redeemedAt)}`;
  const cancel = (one: Voucher) =>
    can('electricity.manage') &&
    mayVoucher('cancel', one.state) && (
      <Button size="small" color="error" onClick={() => setCancelling(one)}>
        {label('cancel')}
      </Button>
    );
  const columns: Column<Voucher>[] = [
    { key: 'serial', label: label('serial'), nowrap: true, render: ({ serial }) => serial },
    { key: 'last4', label: label('last4'), nowrap: true, render: ({ last4 }) => `… ${last4}` },
    { key: 'state', label: label('state'), render: state },
    { key: 'sold', label: label('sold_by'), from: 'md', render: sold },
    {
      key: 'meter',
      label: label('for_meter'),
      nowrap: true,
      render: ({ meter }) =>
        meter && (
          <Link component={RouterLink} underline="hover" to={`/electricity/meters/${meter.id}`}>
            {showNumber(meter.number)}
          </Link>
        ),
    },
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
          <Stack sx={{ gap: 0.5 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>
                {one.serial} · … {one.last4}
              </Typography>
              {state(one)}
            </Stack>
            <Typography variant="caption" color="textSecondary">
              {[sold(one), one.meter && showNumber(one.meter.number), redeemed(one)].filter(Boolean).join(' · ')}
            </Typography>
            <div>{cancel(one)}</div>
          </Stack>
        )}
        filters={[
          {
            kind: 'choice',
            source: 'state',
            label: label('state'),
            choices: VOUCHER_STATES.map((one) => ({ id: one, name: stateName(one) })),
          },
        ]}
        searchLabel={label('search')}
        empty={{ title: label('no_vouchers') }}
      />
      {cancelling && <RangeDialog batch={batch} work="cancel" only={cancelling} onClose={() => setCancelling(null)} />}
    </>
  );
}
