import InboxOutlinedIcon from '@mui/icons-material/InboxOutlined';
import { Alert, Box, Button, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';

/** Shows the server's message about an error, with a button to try again. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const translate = useTranslate();
  const message = error instanceof Error ? error.message : translate('ra.page.error');
  return (
    <Alert
      severity="error"
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            {translate('console.action.retry')}
          </Button>
        )
      }
    >
      {message}
    </Alert>
  );
}

type EmptyProps = { title: string; text?: string; action?: ReactNode; icon?: ReactNode };

/** Shown for an empty list: what will be here, and how to begin. */
export function EmptyNote({ title, text, action, icon }: EmptyProps) {
  return (
    <Stack sx={{ alignItems: 'center', textAlign: 'center', gap: 1, py: 6, px: 3 }}>
      <Box sx={{ color: 'text.disabled', '& svg': { fontSize: 40 } }}>{icon ?? <InboxOutlinedIcon />}</Box>
      <Typography variant="h3" component="p">
        {title}
      </Typography>
      {text && (
        <Typography variant="body2" color="textSecondary" sx={{ maxWidth: 420 }}>
          {text}
        </Typography>
      )}
      {action && <Box sx={{ mt: 1.5 }}>{action}</Box>}
    </Stack>
  );
}
