import CloseIcon from '@mui/icons-material/Close';
import { Alert, Box, CircularProgress, Dialog, DialogContent, DialogTitle, IconButton } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { type CameraFault, cameraFault, openCamera } from '../reader/index.ts';

type Props = { open: boolean; title: string; onScan: (text: string) => void; onClose: () => void };

export function CameraDialog({ open, title, onScan, onClose }: Props) {
  const translate = useTranslate();
  return (
    <Dialog open={open} onClose={onClose} maxWidth="xs">
      <DialogTitle sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        {title}
        <IconButton onClick={onClose} edge="end" aria-label={translate('ra.action.close')}>
          <CloseIcon />
        </IconButton>
      </DialogTitle>
      <DialogContent>{open && <Camera onScan={onScan} />}</DialogContent>
    </Dialog>
  );
}

function Camera({ onScan }: { onScan: (text: string) => void }) {
  const translate = useTranslate();
  const video = useRef<HTMLVideoElement>(null);
  const found = useRef(onScan);
  found.current = onScan;
  const [state, setState] = useState<'starting' | 'looking' | CameraFault>('starting');

  useEffect(() => {
    const leave = new AbortController();
    const take = (text: string | null) => {
      if (text === null) return;
      navigator.vibrate?.(60);
      leave.abort();
      found.current(text);
    };
    openCamera(video.current as HTMLVideoElement, take, leave.signal).then(
      () => setState('looking'),
      (error: unknown) => {
        if (!leave.signal.aborted) setState(cameraFault(error));
      },
    );
    return () => leave.abort();
  }, []);

  if (state === 'refused' || state === 'absent')
    return <Alert severity="warning">{translate(`console.camera.${state}`)}</Alert>;
  return (
    <Box sx={{ position: 'relative', aspectRatio: '1', borderRadius: 3, overflow: 'hidden', bgcolor: '#000' }}>
      <video ref={video} muted playsInline style={{ width: '100%', height: '100%', objectFit: 'cover' }} />
      <Box sx={{ position: 'absolute', inset: '14%', border: '3px solid rgba(255,255,255,.85)', borderRadius: 4 }} />
      {state === 'starting' && (
        <CircularProgress
          aria-label={translate('ra.page.loading')}
          sx={{ position: 'absolute', inset: 0, m: 'auto', color: '#fff' }}
        />
      )}
    </Box>
  );
}
