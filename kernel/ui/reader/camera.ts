import { makeDetector } from './detector.ts';

/** Ten scans a second find a code as soon as it is steady, and use little processor time. */
const LOOK_EVERY_MS = 100;
/** The chosen camera; on phones with several lenses the browser's choice may be one that sees nothing near. */
const CHOSEN_KEY = 'counterfoil.camera';
/** A camera that ended (a call, a locked phone) is asked for again after these pauses, and when the page is seen. */
const AGAIN_MS = [300, 1000, 3000];

export type CameraFault = 'refused' | 'absent' | 'stopped';
export type Camera = {
  stop(): void;
  /** switches the camera's light; null where a page can't */
  torch: ((on: boolean) => Promise<void>) | null;
  /** the cameras to choose from, rear ones first; one or none: there is no choice */
  cameras: { id: string; label: string }[];
  /** the one that is open */
  id: string;
};

export type CameraOptions = {
  /** the picture has ended, and could not be had again */
  onStopped?: () => void;
  /** the picture is there again, perhaps of another stream */
  onCamera?: (camera: Camera) => void;
};

/** Why no camera could be opened: the person (or the browser) refused, or there is none. */
export function cameraFault(error: unknown): CameraFault {
  return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'absent';
}

/** Remembers the camera for this browser; the next `openCamera` takes it. */
export function chooseCamera(id: string): void {
  localStorage.setItem(CHOSEN_KEY, id);
}

/**
 * Shows the rear camera, or the one that was chosen, in a video element and calls `see` with the result of each scan:
 * the text of a code, or null, also while several different codes are in view. Opens the camera again when the system
 * took it away. `stop()` or the signal ends it. Throws errors for `cameraFault`.
 */
export async function openCamera(
  video: HTMLVideoElement,
  see: (text: string | null) => void,
  signal: AbortSignal,
  { onStopped, onCamera }: CameraOptions = {},
): Promise<Camera> {
  if (!navigator.mediaDevices) throw new DOMException('no camera here', 'NotFoundError');
  const [detector, first] = await Promise.all([makeDetector(), openStream()]);
  let stream = first;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
    for (const track of stream.getTracks()) track.stop();
  };
  const show = async (opened: MediaStream) => {
    stream = opened;
    // The person left while it was being opened.
    if (stopped) return stop();
    for (const track of opened.getVideoTracks()) track.addEventListener('ended', ended, { once: true });
    video.srcObject = opened;
    // A page that closes while the video starts is not an error.
    await video.play().catch((error: unknown) => {
      if (!stopped) throw error;
    });
  };
  const live = () => stream.getVideoTracks().some(({ readyState }) => readyState === 'live');
  let reopening = false;
  const ended = async () => {
    if (stopped || reopening) return;
    reopening = true;
    for (const pause of AGAIN_MS) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (stopped || document.visibilityState !== 'visible') break;
      try {
        await show(await openStream());
        reopening = false;
        const camera = await cameraOf(stream, stop);
        if (!stopped) onCamera?.(camera);
        return;
      } catch {
        // Another program may have it for a moment.
      }
    }
    reopening = false;
    if (stopped || document.visibilityState !== 'visible') return;
    stop();
    onStopped?.();
  };
  const seen = () => {
    if (document.visibilityState === 'visible' && !live()) void ended();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  else {
    await show(first);
    document.addEventListener('visibilitychange', seen);
    const look = async () => {
      const codes = await detector.detect(video).catch(() => []);
      if (stopped) return;
      const texts = new Set(codes.map(({ rawValue }) => rawValue).filter(Boolean));
      const [only] = texts;
      see(texts.size === 1 && live() ? (only as string) : null);
      if (!stopped) timer = setTimeout(look, LOOK_EVERY_MS);
    };
    void look();
  }
  return cameraOf(first, stop);
}

async function openStream(): Promise<MediaStream> {
  const chosen = localStorage.getItem(CHOSEN_KEY);
  const ask = (video: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ video, audio: false });
  if (!chosen) return ask({ facingMode: 'environment' });
  // The chosen one may be unplugged, or have another id since the browser's data were cleared.
  return ask({ deviceId: { exact: chosen } }).catch((error: unknown) => {
    if (cameraFault(error) === 'refused') throw error;
    return ask({ facingMode: 'environment' });
  });
}

/** What can be done with an open stream. Labels are known only once a camera was allowed. */
async function cameraOf(stream: MediaStream, stop: () => void): Promise<Camera> {
  const devices = await navigator.mediaDevices.enumerateDevices?.().catch(() => [] as MediaDeviceInfo[]);
  const cameras = (devices ?? [])
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }))
    .sort((a, b) => Number(isFront(a.label)) - Number(isFront(b.label)));
  return { stop, torch: torchOf(stream), cameras, id: stream.getVideoTracks()[0]?.getSettings?.().deviceId ?? '' };
}

const isFront = (label: string) => /front|user|selfie|frontal|सामने/i.test(label);

/** Chromium's properties, which the DOM types lack. */
type WithTorch = MediaTrackCapabilities & { torch?: boolean };

function torchOf(stream: MediaStream): Camera['torch'] {
  const track = stream.getVideoTracks()[0];
  const can = (track?.getCapabilities?.() as WithTorch | undefined)?.torch === true;
  if (!track || !can) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}
