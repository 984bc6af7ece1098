import { Alert, AlertTitle, Box, Button, CircularProgress, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Panel } from '../../../../../kernel/ui/index.ts';
import type { Failed } from './useDesk.ts';

/** As much of what was read as tells one code from another; the text of a QR code is a hundred letters long. */
const SHOWN = 40;

/** Large, where the customer stood: a scan or search led to nobody, so nobody is open. */
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

/** In the customer's place while somebody is looked for. */
export function LookingNote() {
  const translate = useTranslate();
  return (
    <Panel>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', justifyContent: 'center', py: 6 }}>
        <CircularProgress size={28} />
        <Typography variant="h3" component="p">
          {translate('console.exhibition.desk.looking')}
        </Typography>
      </Box>
    </Panel>
  );
}
