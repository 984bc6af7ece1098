import { makeDetector } from './detector.ts';

/** Ten scans a second find a code as soon as it is steady, and use little processor time. */
const LOOK_EVERY_MS = 100;

export type CameraFault = 'refused' | 'absent';
export type Camera = {
  stop(): void;
  /** switches the camera's light; null where a page can't */
  torch: ((on: boolean) => Promise<void>) | null;
};

/** Why no camera could be opened: the person (or the browser) refused, or there is none. */
export function cameraFault(error: unknown): CameraFault {
  return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'absent';
}

/**
 * Shows the rear camera in a video element and calls `see` with the result of each scan: the text of a code, or null.
 * `stop()` or the signal ends it. Throws errors for `cameraFault`.
 */
export async function openCamera(
  video: HTMLVideoElement,
  see: (text: string | null) => void,
  signal: AbortSignal,
): Promise<Camera> {
  if (!navigator.mediaDevices) throw new DOMException('no camera here', 'NotFoundError');
  const [detector, stream] = await Promise.all([
    makeDetector(),
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
  ]);
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  else {
    video.srcObject = stream;
    // A page that closes while the video starts is not an error.
    await video.play().catch((error: unknown) => {
      if (!stopped) throw error;
    });
    const look = async () => {
      const codes = await detector.detect(video).catch(() => []);
      if (stopped) return;
      see(codes[0]?.rawValue || null);
      if (!stopped) timer = setTimeout(look, LOOK_EVERY_MS);
    };
    void look();
  }
  return { stop, torch: torchOf(stream) };
}

/** Chromium's properties, which the DOM types lack. */
type WithTorch = MediaTrackCapabilities & { torch?: boolean };

function torchOf(stream: MediaStream): Camera['torch'] {
  const track = stream.getVideoTracks()[0];
  const can = (track?.getCapabilities?.() as WithTorch | undefined)?.torch === true;
  if (!track || !can) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}
