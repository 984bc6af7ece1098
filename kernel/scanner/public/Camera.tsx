/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Translate } from '../../ui/light/index.ts';
import {
  type CameraFault,
  cameraFault,
  chooseCamera,
  type Camera as Opened,
  openCamera,
} from '../../ui/reader/index.ts';
import { wakeSound } from './signals.ts';

/**
 * A code that stays in front of the camera is one scan; it counts again after it was away for this long and this many
 * frames.
 */
const AWAY_MS = 1500;
const AWAY_LOOKS = 3;
const CAMERA_KEY = 'counterfoil.scanner.camera';

type Props = {
  t: Translate;
  /** whose code it is, as far as it can be read; null: nobody's */
  whoseOf: (text: string) => string | null;
  onCode: (text: string) => void;
};

/** The camera's picture; it reads codes while it is on. */
export function Camera({ t, whoseOf, onCode }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const take = useRef(onCode);
  take.current = onCode;
  const owner = useRef(whoseOf);
  owner.current = whoseOf;
  const [on, setOn] = useState(false);
  const [camera, setCamera] = useState<Opened | null>(null);
  const [fault, setFault] = useState<CameraFault | null>(null);
  const [light, setLight] = useState(false);
  /** counts the choices of another camera: each opens it anew */
  const [choice, setChoice] = useState(0);

  useEffect(() => {
    // Restores the last setting: a phone with a hand scanner needs no camera, and one that used it needs no tap.
    if (localStorage.getItem(CAMERA_KEY) !== 'on') return;
    navigator.permissions
      ?.query({ name: 'camera' as PermissionName })
      .then(({ state }) => state === 'granted' && setOn(true))
      .catch(() => undefined);
  }, []);
  const turn = (to: boolean) => {
    localStorage.setItem(CAMERA_KEY, to ? 'on' : 'off');
    setOn(to);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice opens it anew
  useEffect(() => {
    if (!on || !video.current) return;
    const leave = new AbortController();
    let last = { whose: '', at: 0, missed: 0 };
    const see = (text: string | null) => {
      const now = performance.now();
      if (text === null) {
        last.missed++;
        return;
      }
      // A slow phone reads few frames, and one blurred frame doesn't mean that the code is gone.
      const away = last.missed >= AWAY_LOOKS && now - last.at >= AWAY_MS;
      // A changing code still belongs to the same person.
      const whose = owner.current(text) ?? text;
      const again = last.whose === whose && !away;
      last = { whose, at: now, missed: 0 };
      if (!again) take.current(text);
    };
    setFault(null);
    const fail = (why: CameraFault) => {
      setFault(why);
      setOn(false);
    };
    const options = { onStopped: () => fail('stopped'), onCamera: setCamera };
    openCamera(video.current, see, leave.signal, options).then(
      (opened) => !leave.signal.aborted && setCamera(opened),
      (error: unknown) => {
        if (!leave.signal.aborted) fail(cameraFault(error));
      },
    );
    return () => {
      leave.abort();
      setCamera(null);
      setLight(false);
    };
  }, [on, choice]);

  useAwake(on);
  const { torch, cameras = [], id } = camera ?? {};
  const next = cameras[(cameras.findIndex((one) => one.id === id) + 1) % cameras.length];
  return (
    <section class="camera" data-state={camera ? 'on' : on ? 'starting' : 'off'}>
      <video ref={video} muted playsInline hidden={!on} />
      {on && <div class="frame" aria-hidden="true" />}
      {on && <p class="aim">{t(camera ? 'scanner.camera.aim' : 'scanner.camera.starting')}</p>}
      {!on && (
        <div class="off">
          {fault && <p role="alert">{t(`scanner.camera.${fault}`)}</p>}
          <button
            type="button"
            class="large"
            onClick={() => {
              wakeSound();
              turn(true);
            }}
          >
            {t('scanner.camera.start')}
          </button>
          <p class="faint">{t('scanner.camera.hand_scanner')}</p>
        </div>
      )}
      {on && (
        <div class="switches">
          {torch && (
            <button
              type="button"
              aria-pressed={light}
              onClick={() =>
                void torch(!light).then(
                  () => setLight(!light),
                  () => undefined,
                )
              }
            >
              {t('scanner.camera.torch')}
            </button>
          )}
          {next && cameras.length > 1 && (
            <button
              type="button"
              onClick={() => {
                chooseCamera(next.id);
                setChoice(choice + 1);
              }}
            >
              {t('scanner.camera.other')}
            </button>
          )}
          <button type="button" onClick={() => turn(false)}>
            {t('scanner.camera.stop')}
          </button>
        </div>
      )}
    </section>
  );
}

/** Keeps the screen on while somebody scans, if the browser allows it. */
function useAwake(on: boolean): void {
  useEffect(() => {
    if (!on || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    const ask = () => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then(
        (got) => {
          lock = got;
        },
        () => undefined,
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      document.removeEventListener('visibilitychange', ask);
      void lock?.release().catch(() => undefined);
    };
  }, [on]);
}
