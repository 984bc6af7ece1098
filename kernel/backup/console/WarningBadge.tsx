import { Chip } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useBackups } from './useBackups.ts';

const HOUR_MS = 3_600_000;

/** A mark beside the menu item while there is no good backup, or only an old one. */
export function WarningBadge() {
  const translate = useTranslate();
  const { data } = useBackups(HOUR_MS);
  if (!data?.warning || data.warning === 'elsewhere') return null;
  return (
    <Chip
      size="small"
      color={data.warning === 'off' || data.warning === 'none' ? 'warning' : 'error'}
      label="!"
      aria-label={translate('console.backup.look')}
      sx={{ ml: 1, '& .MuiChip-label': { px: 0.9 } }}
    />
  );
}
