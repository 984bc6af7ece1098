import { Alert, AlertTitle, Box, Button, CircularProgress, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Panel } from '../../../../kernel/ui/index.ts';
import type { Failed } from './useDesk.ts';

/** As much of the scanned text as identifies a code; the text of a QR code has a hundred characters. */
const SHOWN = 40;

/** Large, in the customer's place: a scan or search found no customer, so none is open. */
export function NobodyNote({ failed, onAgain }: { failed: Failed; onAgain: () => void }) {
  const translate = useTranslate();
  const text = failed.text.length > SHOWN ? `${failed.text.slice(0, SHOWN)}…` : failed.text;
  return (
    <Alert
      severity="error"
      variant="filled"
      sx={{ p: 3, alignItems: 'flex-start', '& .MuiAlert-icon': { fontSize: 40, mr: 2 } }}
      action={
        failed.unknown && (
          <Button color="inherit" onClick={onAgain}>
            {translate('console.action.retry')}
          </Button>
        )
      }
    >
      <AlertTitle sx={{ fontSize: '1.6rem', lineHeight: 1.25, fontWeight: 700 }}>
        {translate('console.exhibition.desk.nobody')}
      </AlertTitle>
      <Typography sx={{ fontSize: '1.15rem' }}>{failed.message}</Typography>
      <Typography sx={{ mt: 1.5, fontFamily: 'monospace', overflowWrap: 'anywhere', opacity: 0.85 }}>{text}</Typography>
      <Typography sx={{ mt: 1.5 }}>{translate('console.exhibition.desk.nobody_text')}</Typography>
    </Alert>
  );
}

/** Shown in the customer's place during a look-up. */
export function LookingNote() {
  const translate = useTranslate();
  return (
    <Panel>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', justifyContent: 'center', py: 6 }}>
        <CircularProgress aria-label={translate('ra.page.loading')} size={28} />
        <Typography variant="h3" component="p">
          {translate('console.exhibition.desk.looking')}
        </Typography>
      </Box>
    </Panel>
  );
}
