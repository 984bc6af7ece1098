import AddIcon from '@mui/icons-material/Add';
import { Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { type Column, Page, ResourceList, useCan, useFormat } from '../../../../kernel/ui/index.ts';
import { BatchStates } from './BatchStates.tsx';
import { type Batch, worthOf } from './batch.ts';
import { NewBatch } from './NewBatch.tsx';
import { PrintDialog } from './PrintDialog.tsx';
import { RedeemDialog } from './RedeemDialog.tsx';

/** Batches of vouchers: printed, handed out, sold, redeemed. */
export default function BatchList() {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [redeeming, setRedeeming] = useState(false);
  const [printing, setPrinting] = useState<Batch | null>(null);
  const label = (name: string) => translate(`console.electricity.batch.${name}`);
  const columns: Column<Batch>[] = [
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => code },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'worth', label: label('worth'), nowrap: true, align: 'right', render: (batch) => worthOf(batch, format) },
    { key: 'states', label: label('states'), render: (batch) => <BatchStates batch={batch} /> },
    {
      key: 'expires',
      label: label('expires'),
      from: 'md',
      nowrap: true,
      render: ({ expiresOn }) => format.days(expiresOn, expiresOn),
    },
  ];
  const add = can('electricity.manage') && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {label('add')}
    </Button>
  );
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('electricity.sell') && (
            <Button variant="outlined" onClick={() => setRedeeming(true)}>
              {label('redeem')}
            </Button>
          )}
          {add}
        </>
      }
    >
      <ResourceList<Batch>
        href={({ id }) => `/electricity/vouchers/${id}`}
        live={['electricity.voucher_batch', 'electricity.voucher']}
        resource="electricity/voucher-batches"
        columns={columns}
        card={(batch) => (
          <Stack sx={{ gap: 0.75 }}>
            <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
              <Typography sx={{ fontWeight: 600 }}>{batch.name}</Typography>
              <Typography className="figures">{worthOf(batch, format)}</Typography>
            </Stack>
            <Typography variant="caption" color="textSecondary">
              {batch.code} · {format.days(batch.expiresOn, batch.expiresOn)}
            </Typography>
            <BatchStates batch={batch} />
          </Stack>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <NewBatch onClose={() => setAdding(false)} onMade={setPrinting} />}
      {redeeming && <RedeemDialog onClose={() => setRedeeming(false)} />}
      {printing && <PrintDialog batch={printing} onClose={() => setPrinting(null)} />}
    </Page>
  );
}
