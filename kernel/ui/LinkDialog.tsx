import { Alert, Box, Stack, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { CopyButton } from './Code.tsx';
import { OnceDialog } from './OnceDialog.tsx';
import { OnlyHere } from './OnlyHere.tsx';
import { Muted } from './words.tsx';

type Props = {
  title: string;
  text?: string;
  /** that it is shown only now; left out where it can be seen again */
  warning?: string;
  qrSvg?: string;
  /** the same as a text to type */
  code?: string;
  /** the same as a link to send */
  url?: string | null;
  onClose: () => void;
};

/** Access for a phone or a machine: as a QR code, a code to type, a link to send. */
export function LinkDialog({ title, text, warning, qrSvg, code, url, onClose }: Props) {
  const translate = useTranslate();
  return (
    <OnceDialog title={title} onClose={onClose}>
      <Stack sx={{ gap: 2, alignItems: 'center' }}>
        {qrSvg && (
          <Box
            component="img"
            alt={translate('console.link.qr')}
            src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`}
            sx={{ width: 'min(280px, 100%)', bgcolor: '#fff', borderRadius: 2, p: 1 }}
          />
        )}
        {text && <Muted sx={{ textAlign: 'center' }}>{text}</Muted>}
        {code && (
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
            <Typography
              data-testid="code"
              sx={{
                fontFamily: 'monospace',
                fontSize: code.length > 16 ? '1.1rem' : '1.5rem',
                overflowWrap: 'anywhere',
              }}
            >
              {code}
            </Typography>
            <CopyButton text={code} />
          </Stack>
        )}
        {url && (
          <TextField
            label={translate('console.link.label')}
            value={url}
            fullWidth
            slotProps={{ htmlInput: { readOnly: true }, input: { endAdornment: <CopyButton text={url} /> } }}
          />
        )}
        {qrSvg && <OnlyHere />}
        {warning && (
          <Alert severity="warning" sx={{ width: '100%' }}>
            {warning}
          </Alert>
        )}
      </Stack>
    </OnceDialog>
  );
}
