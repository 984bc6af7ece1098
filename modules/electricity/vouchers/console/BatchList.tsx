import { Button } from '@mui/material';
import { useState } from 'react';
import {
  AddButton,
  type Column,
  Figures,
  Page,
  ResourceList,
  RowCard,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { BatchStates } from './BatchStates.tsx';
import { type Batch, worthOf } from './batch.ts';
import { NewBatch } from './NewBatch.tsx';
import { PrintDialog } from './PrintDialog.tsx';
import { RedeemDialog } from './RedeemDialog.tsx';

/** Batches of vouchers: printed, handed out, sold, redeemed. */
export default function BatchList() {
  const format = useFormat();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [redeeming, setRedeeming] = useState(false);
  const [printing, setPrinting] = useState<Batch | null>(null);
  const label = useLabels('console.electricity.batch');
  const expires = ({ expiresOn }: Batch) => format.days(expiresOn, expiresOn);
  const columns: Column<Batch>[] = [
    { key: 'code', label: label('code'), nowrap: true, render: ({ code }) => code },
    { key: 'name', label: label('name'), render: ({ name }) => name },
    { key: 'worth', label: label('worth'), nowrap: true, align: 'right', render: (batch) => worthOf(batch, format) },
    { key: 'states', label: label('states'), render: (batch) => <BatchStates batch={batch} /> },
    { key: 'expires', label: label('expires'), from: 'md', nowrap: true, render: expires },
  ];
  const add = can('electricity.manage') && <AddButton label={label('add')} onClick={() => setAdding(true)} />;
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
          <RowCard
            title={batch.name}
            note={[batch.code, expires(batch)]}
            right={<Figures>{worthOf(batch, format)}</Figures>}
          >
            <BatchStates batch={batch} />
          </RowCard>
        )}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
      {adding && <NewBatch onClose={() => setAdding(false)} onMade={setPrinting} />}
      {redeeming && <RedeemDialog onClose={() => setRedeeming(false)} />}
      {printing && <PrintDialog batch={printing} onClose={() => setPrinting(null)} />}
    </Page>
  );
}
