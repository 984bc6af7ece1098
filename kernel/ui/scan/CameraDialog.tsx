import CloseIcon from '@mui/icons-material/Close';
import { Alert, Box, CircularProgress, Dialog, DialogContent, DialogTitle, IconButton } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { makeDetector } from './detector.ts';

/** Ten looks a second find a code as soon as it is steady, and leave a phone's processor cool. */
const LOOK_EVERY_MS = 100;

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
  const [state, setState] = useState<'starting' | 'looking' | 'refused' | 'absent'>('starting');

  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout>;
    const stop = () => {
      stopped = true;
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const start = async () => {
      if (!navigator.mediaDevices) throw new DOMException('no camera here', 'NotFoundError');
      const [detector, camera] = await Promise.all([
        makeDetector(),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
      ]);
      stream = camera;
      const element = video.current;
      if (stopped || !element) return stop();
      element.srcObject = camera;
      await element.play();
      setState('looking');
      const look = async () => {
        const codes = await detector.detect(element).catch(() => []);
        const text = codes[0]?.rawValue;
        if (stopped) return;
        if (text) {
          navigator.vibrate?.(60);
          stop();
          found.current(text);
        } else timer = setTimeout(look, LOOK_EVERY_MS);
      };
      return look();
    };
    start().catch((error: unknown) => {
      if (!stopped) setState(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'absent');
    });
    return stop;
  }, []);

  if (state === 'refused' || state === 'absent')
    return <Alert severity="warning">{translate(`console.camera.${state}`)}</Alert>;
  return (
    <Box sx={{ position: 'relative', aspectRatio: '1', borderRadius: 3, overflow: 'hidden', bgcolor: '#000' }}>
      <video ref={video} muted playsInline style={{ width: '100%', height: '100%', objectFit: 'cover' }} />
      <Box sx={{ position: 'absolute', inset: '14%', border: '3px solid rgba(255,255,255,.85)', borderRadius: 4 }} />
      {state === 'starting' && <CircularProgress sx={{ position: 'absolute', inset: 0, m: 'auto', color: '#fff' }} />}
    </Box>
  );
}
