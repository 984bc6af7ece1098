import { Chip } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useCounts } from '../../payments/console/index.ts';
import { useFormat } from '../../ui/index.ts';

/** The number of attempts that wait too long for a provider, and of its notices, beside the menu item. */
export function HangingBadge() {
  const translate = useTranslate();
  const format = useFormat();
  const counts = useCounts();
  const hanging = (counts?.attemptsHanging ?? 0) + (counts?.notices ?? 0);
  if (hanging === 0) return null;
  return (
    <Chip
      size="small"
      color="warning"
      label={format.number(hanging)}
      className="figures"
      aria-label={translate('console.payments.attempts.hanging_count', { smart_count: hanging })}
      sx={{ ml: 1, '& .MuiChip-label': { px: 0.9 } }}
    />
  );
}
