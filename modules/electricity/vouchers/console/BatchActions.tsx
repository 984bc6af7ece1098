import { Button } from '@mui/material';
import { useState } from 'react';
import { useCan, useLabels } from '../../../../kernel/ui/index.ts';
import type { Batch } from './batch.ts';
import { PrintDialog } from './PrintDialog.tsx';
import { RangeDialog, type RangeWork } from './RangeDialog.tsx';

/** What one may do with a batch as it stands. */
export function BatchActions({ batch }: { batch: Batch }) {
  const can = useCan();
  const [open, setOpen] = useState<'print' | RangeWork | null>(null);
  const label = useLabels('console.electricity.batch');
  const close = () => setOpen(null);
  const { issued = 0, sold = 0, expired = 0 } = batch.states;
  const [sells, manages] = [can('electricity.sell'), can('electricity.manage')];
  return (
    <>
      {issued + sold + expired > 0 && manages && (
        <Button color="error" onClick={() => setOpen('cancel')}>
          {label('cancel_many')}
        </Button>
      )}
      {batch.printable && manages && (
        <Button variant="outlined" onClick={() => setOpen('print')}>
          {label('print')}
        </Button>
      )}
      {issued > 0 && sells && (
        <>
          <Button variant="outlined" onClick={() => setOpen('hand_out')}>
            {label('hand_out')}
          </Button>
          <Button variant="contained" onClick={() => setOpen('sell')}>
            {label('sell')}
          </Button>
        </>
      )}
      {open === 'print' && <PrintDialog batch={batch} onClose={close} />}
      {open && open !== 'print' && <RangeDialog batch={batch} work={open} onClose={close} />}
    </>
  );
}
