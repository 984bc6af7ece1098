import CloseIcon from '@mui/icons-material/Close';
import {
  Alert,
  Box,
  Button,
  CircularProgress,
  Dialog,
  DialogContent,
  DialogTitle,
  IconButton,
  Stack,
} from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { type CameraFault, cameraFault, chooseCamera, type Camera as Opened, openCamera } from '../reader/index.ts';

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
  const [camera, setCamera] = useState<Opened | null>(null);
  const [light, setLight] = useState(false);
  /** counts what opens it anew: another camera, or a try after it stopped */
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn opens it anew
  useEffect(() => {
    const leave = new AbortController();
    const take = (text: string | null) => {
      if (text === null) return;
      navigator.vibrate?.(60);
      leave.abort();
      found.current(text);
    };
    const options = { onStopped: () => setState('stopped'), onCamera: setCamera };
    openCamera(video.current as HTMLVideoElement, take, leave.signal, options).then(
      (opened) => {
        setCamera(opened);
        setState('looking');
      },
      (error: unknown) => {
        if (!leave.signal.aborted) setState(cameraFault(error));
      },
    );
    return () => leave.abort();
  }, [turn]);

  const again = () => {
    setState('starting');
    setLight(false);
    setTurn(turn + 1);
  };
  if (state !== 'starting' && state !== 'looking')
    return (
      <Alert
        severity="warning"
        action={
          state === 'stopped' && (
            <Button color="inherit" size="small" onClick={again}>
              {translate('console.camera.again')}
            </Button>
          )
        }
      >
        {translate(`console.camera.${state}`)}
      </Alert>
    );
  const { torch, cameras = [], id } = camera ?? {};
  const next = cameras[(cameras.findIndex((one) => one.id === id) + 1) % cameras.length];
  return (
    <>
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
      <Stack direction="row" sx={{ mt: 1, gap: 1 }}>
        {torch && (
          <Button
            size="small"
            aria-pressed={light}
            onClick={() =>
              void torch(!light).then(
                () => setLight(!light),
                () => undefined,
              )
            }
          >
            {translate('console.camera.torch')}
          </Button>
        )}
        {next && cameras.length > 1 && (
          <Button
            size="small"
            onClick={() => {
              chooseCamera(next.id);
              again();
            }}
          >
            {translate('console.camera.other')}
          </Button>
        )}
      </Stack>
    </>
  );
}
