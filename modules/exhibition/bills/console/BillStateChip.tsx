import { useTranslate } from 'react-admin';
import { StateChip } from '../../../../kernel/ui/index.ts';
import type { Bill } from './types.ts';

const TONES = { open: 'neutral', part_paid: 'warning', paid: 'good', refunded: 'neutral', void: 'bad' } as const;

/** A bill's state in the words of every list. */
export function BillStateChip({ bill }: { bill: Pick<Bill, 'state'> }) {
  const translate = useTranslate();
  return <StateChip tone={TONES[bill.state]} label={translate(`console.exhibition.bill.states.${bill.state}`)} />;
}
