import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Caption, useFormat } from '../../../../kernel/ui/index.ts';
import type { Raffle } from './useRaffles.ts';

const RESERVED = '#E0B064';

/** Sold, reserved and free as one bar and as text, for people who can't tell the colours apart. */
export function Progress({ raffle }: { raffle: Raffle }) {
  const translate = useTranslate();
  const format = useFormat();
  const { total, sold, reserved, available } = raffle.counts;
  const text = translate('console.raffle.raffle.progress', {
    sold: format.number(sold),
    reserved: format.number(reserved),
    free: format.number(available),
  });
  return (
    <Box sx={{ minWidth: 130 }}>
      <Box
        role="img"
        aria-label={text}
        sx={{ display: 'flex', height: 7, borderRadius: 4, overflow: 'hidden', bgcolor: 'action.hover' }}
      >
        <Box sx={{ width: `${(100 * sold) / total}%`, bgcolor: 'primary.main', transition: 'width 0.4s' }} />
        <Box sx={{ width: `${(100 * reserved) / total}%`, bgcolor: RESERVED, transition: 'width 0.4s' }} />
      </Box>
      <Caption className="figures" aria-hidden="true">
        {text}
      </Caption>
    </Box>
  );
}
