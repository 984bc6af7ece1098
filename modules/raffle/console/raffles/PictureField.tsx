import PictureIcon from '@mui/icons-material/AddPhotoAlternateOutlined';
import { Alert, Box, Button, Stack, Typography } from '@mui/material';
import { type ChangeEvent, useState } from 'react';
import { useTranslate } from 'react-admin';
import { fileUrl, request } from '../../../../kernel/ui/index.ts';

/** The prize's picture: shown at once, sent when chosen; the form keeps its id. */
export function PictureField({ fileId, onChange }: { fileId: string; onChange: (fileId: string) => void }) {
  const translate = useTranslate();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const send = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    setBusy(true);
    setFault('');
    try {
      const body = new FormData();
      body.append('file', file);
      const query = { purpose: 'raffle.picture' };
      onChange((await request<{ id: string }>('/files', { method: 'POST', query, body })).data.id);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ mb: 0.75 }}>
        {translate('console.raffle.raffle.picture')}
      </Typography>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={FRAME}>
          {fileId ? (
            <Box
              component="img"
              src={fileUrl(`/files/${fileId}`)}
              alt={translate('console.raffle.raffle.picture')}
              sx={{ width: '100%', height: '100%', objectFit: 'cover' }}
            />
          ) : (
            <PictureIcon color="disabled" />
          )}
        </Box>
        <Stack direction="row" sx={{ gap: 1 }}>
          <Button component="label" variant="outlined" disabled={busy}>
            {translate(fileId ? 'console.raffle.raffle.picture_change' : 'console.raffle.raffle.picture_add')}
            <input type="file" accept="image/*" hidden onChange={send} />
          </Button>
          {fileId && (
            <Button color="inherit" onClick={() => onChange('')}>
              {translate('ra.action.remove')}
            </Button>
          )}
        </Stack>
      </Stack>
      {fault && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {fault}
        </Alert>
      )}
    </Box>
  );
}

const FRAME = {
  width: 160,
  aspectRatio: '16 / 9',
  borderRadius: 2,
  overflow: 'hidden',
  border: 1,
  borderColor: 'divider',
  bgcolor: 'action.hover',
  display: 'grid',
  placeItems: 'center',
} as const;
