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
import { CopyButton, useFormat } from '../../../../kernel/ui/index.ts';
import type { HandedOver } from '../types.ts';

/** The token as a QR to scan with the phone that will stand at the door, and as a link; shown this once. */
export function HandOver({ handed, onClose }: { handed: HandedOver; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.mess.token.${name}`);
  const { token, url, qrSvg } = handed;
  return (
    // A press beside it mustn't lose what can't be shown again.
    <Dialog open maxWidth="xs" fullWidth>
      <DialogTitle>{translate('console.mess.token.handed_title', { name: token.name })}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2, alignItems: 'center' }}>
          <Box
            component="img"
            alt={label('qr')}
            src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`}
            sx={{ width: 'min(280px, 100%)', bgcolor: '#fff', borderRadius: 2, p: 1 }}
          />
          <Typography variant="body2" color="textSecondary" sx={{ textAlign: 'center' }}>
            {translate('console.mess.token.handed_text', {
              role: label(`roles.${token.role}`),
              until: format.dateTime(token.validUntil),
            })}
          </Typography>
          <TextField
            label={label('link')}
            value={url}
            fullWidth
            slotProps={{ htmlInput: { readOnly: true }, input: { endAdornment: <CopyButton text={url} /> } }}
          />
          <Alert severity="warning" sx={{ width: '100%' }}>
            {label('once')}
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
