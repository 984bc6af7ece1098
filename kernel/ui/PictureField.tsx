import PictureIcon from '@mui/icons-material/AddPhotoAlternateOutlined';
import { Alert, Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { FileButton } from './FileButton.tsx';
import { fileUrl, request } from './light/index.ts';

type Props = {
  /** The purpose of the file, e.g. `raffle.picture`. */
  purpose: string;
  label: string;
  /** '' for none. */
  fileId: string;
  onChange: (fileId: string) => void;
  /** The frame's aspect ratio in CSS; default 16 / 9. */
  ratio?: string;
  /** The frame's width in pixels. */
  width?: number;
  /** Nothing of the picture is cut off. */
  whole?: boolean;
};

/** A picture of a record: shown at once, uploaded when chosen; the form stores its id. */
export function PictureField(props: Props) {
  const { purpose, label, fileId, onChange, ratio = '16 / 9', width = 160, whole = false } = props;
  const translate = useTranslate();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const send = async (file: File) => {
    setBusy(true);
    setFault('');
    try {
      const body = new FormData();
      body.append('file', file);
      onChange((await request<{ id: string }>('/files', { method: 'POST', query: { purpose }, body })).data.id);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ mb: 0.75 }}>
        {label}
      </Typography>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={{ ...FRAME, width, aspectRatio: ratio }}>
          {fileId ? (
            <Box
              component="img"
              src={fileUrl(`/files/${fileId}`)}
              alt={label}
              sx={{ width: '100%', height: '100%', objectFit: whole ? 'contain' : 'cover' }}
            />
          ) : (
            <PictureIcon color="disabled" />
          )}
        </Box>
        <Stack direction="row" sx={{ gap: 1 }}>
          <FileButton accept="image/*" disabled={busy} onFile={(file) => void send(file)}>
            {translate(`console.picture.${fileId ? 'change' : 'add'}`)}
          </FileButton>
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
  borderRadius: 2,
  overflow: 'hidden',
  border: 1,
  borderColor: 'divider',
  bgcolor: 'action.hover',
  display: 'grid',
  placeItems: 'center',
} as const;
