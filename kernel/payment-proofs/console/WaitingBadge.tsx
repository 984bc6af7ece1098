import { Chip } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useCounts } from '../../payments/console/index.ts';
import { useFormat } from '../../ui/index.ts';

/** The number of unchecked proofs, beside the desk's menu item. */
export function WaitingBadge() {
  const translate = useTranslate();
  const format = useFormat();
  const waiting = useCounts()?.submitted ?? 0;
  if (waiting === 0) return null;
  return (
    <Chip
      size="small"
      color="primary"
      label={format.number(waiting)}
      className="figures"
      aria-label={translate('console.payments.desk.waiting', { smart_count: waiting })}
      sx={{ ml: 1, '& .MuiChip-label': { px: 0.9 } }}
    />
  );
}
