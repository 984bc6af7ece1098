import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { CopyButton } from '../../../../kernel/ui/index.ts';

type Props = {
  title: string;
  text: string;
  code: string;
  /** It can be seen again later. */
  kept?: boolean;
  onClose: () => void;
};

/** A code that is shown once. A click outside doesn't close it. */
export function CodeDialog({ title, text, code, kept = false, onClose }: Props) {
  const translate = useTranslate();
  return (
    <Dialog open maxWidth="xs" fullWidth>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>
          <Typography variant="body2">{text}</Typography>
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'center' }}>
            <Typography
              data-testid="code"
              sx={{
                fontFamily: 'monospace',
                fontSize: code.length > 16 ? '1.1rem' : '1.6rem',
                overflowWrap: 'anywhere',
              }}
            >
              {code}
            </Typography>
            <CopyButton text={code} />
          </Stack>
          {!kept && <Alert severity="warning">{translate('console.electricity.meter.once')}</Alert>}
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
