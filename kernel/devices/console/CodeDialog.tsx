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
import { CopyButton, useFormat } from '../../ui/index.ts';
import type { HandedOver } from './types.ts';

/** A device's code, this once: to be typed on it, or as a QR; of a page also as a link. */
export function CodeDialog({ handed, onClose }: { handed: HandedOver; onClose: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.devices.${name}`);
  const { code, url, qrSvg, device } = handed;
  return (
    // A press beside it mustn't lose what can't be shown again.
    <Dialog open maxWidth="xs" fullWidth>
      <DialogTitle>{translate('console.devices.code_title', { name: device.name })}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2, alignItems: 'center' }}>
          <Box
            component="img"
            alt={label('qr')}
            src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`}
            sx={{ width: 'min(280px, 100%)', bgcolor: '#fff', borderRadius: 2, p: 1 }}
          />
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
            <Typography data-testid="device-code" sx={{ fontFamily: 'monospace', fontSize: '1.5rem' }}>
              {code}
            </Typography>
            <CopyButton text={code} />
          </Stack>
          {url && (
            <TextField
              label={label('link')}
              value={url}
              fullWidth
              slotProps={{ htmlInput: { readOnly: true }, input: { endAdornment: <CopyButton text={url} /> } }}
            />
          )}
          <Alert severity="warning" sx={{ width: '100%' }}>
            {translate('console.devices.code_text', {
              until: device.codeExpiresAt ? format.dateTime(device.codeExpiresAt) : '',
            })}
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
