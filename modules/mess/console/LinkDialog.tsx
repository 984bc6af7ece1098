import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { CopyButton } from '../../../kernel/ui/index.ts';

type Props = { title: string; text: string; warning: string; url: string; qrSvg: string; onClose: () => void };

/** A link that is shown this once, as a QR for the phone that will open it and as text to send. */
export function LinkDialog({ title, text, warning, url, qrSvg, onClose }: Props) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.mess.link.${name}`);
  return (
    // A press beside it mustn't lose what can't be shown again.
    <Dialog open maxWidth="xs" fullWidth>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2, alignItems: 'center' }}>
          <Box
            component="img"
            alt={label('qr')}
            src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`}
            sx={{ width: 'min(280px, 100%)', bgcolor: '#fff', borderRadius: 2, p: 1 }}
          />
          <Typography variant="body2" color="textSecondary" sx={{ textAlign: 'center' }}>
            {text}
          </Typography>
          <TextField
            label={label('link')}
            value={url}
            fullWidth
            slotProps={{ htmlInput: { readOnly: true }, input: { endAdornment: <CopyButton text={url} /> } }}
          />
          <Alert severity="warning" sx={{ width: '100%' }}>
            {warning}
          </Alert>
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
