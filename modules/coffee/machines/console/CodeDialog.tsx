import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { CopyButton, useLabels } from '../../../../kernel/ui/index.ts';

/** The code to be typed on a machine, shown once. A click outside doesn't close it. */
export function CodeDialog({ code, onClose }: { code: string; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels('console.coffee.machine');
  return (
    <Dialog open maxWidth="xs" fullWidth>
      <DialogTitle>{label('code_title')}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>
          <Typography variant="body2">{label('code_text')}</Typography>
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'center' }}>
            <Typography data-testid="code" sx={{ fontFamily: 'monospace', fontSize: '1.5rem' }}>
              {code}
            </Typography>
            <CopyButton text={code} />
          </Stack>
          <Alert severity="warning">{label('once')}</Alert>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {translate('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
