import { Box, LinearProgress } from '@mui/material';
import { useTranslate } from 'react-admin';

/** A thin bar while something loads; it keeps its height, so that the layout doesn't move. */
export function LoadingBar({ on }: { on: boolean }) {
  const translate = useTranslate();
  return (
    <Box sx={{ height: 3 }}>
      {on && <LinearProgress aria-label={translate('ra.page.loading')} sx={{ height: 3 }} />}
    </Box>
  );
}
