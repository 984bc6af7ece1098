import RefreshIcon from '@mui/icons-material/Refresh';
import { Box, CircularProgress, IconButton } from '@mui/material';
import { useLoading, useRefresh, useTranslate } from 'react-admin';

/** Asks for everything on the page anew, and shows that something is on its way. */
export function Loading() {
  const translate = useTranslate();
  const refresh = useRefresh();
  const loading = useLoading();
  const label = translate('ra.action.refresh');
  return (
    <IconButton color="inherit" onClick={() => refresh()} aria-label={label} title={label}>
      {/* Both have the icon's size, so that nothing moves. */}
      <Box sx={{ width: 24, height: 24, display: 'grid', placeItems: 'center' }}>
        {loading ? (
          <CircularProgress color="inherit" size={16} thickness={6} aria-label={translate('ra.page.loading')} />
        ) : (
          <RefreshIcon />
        )}
      </Box>
    </IconButton>
  );
}
