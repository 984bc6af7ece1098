import { useEffect, useRef, useState } from 'preact/hooks';
import { type Layout, listenToWedge, type WedgeFault } from '../../ui/reader/index.ts';
import { signal } from './signals.ts';

/** Green disappears by itself; red stays until the steward closes it, or until the next scan. Milliseconds. */
const SHOWN_MS = { yes: 5000, no: 60_000 };

type Steered<Verdict> = {
  state: { verdict: Verdict | null; fault: { code: string } | null };
  scan(text: string): Promise<void>;
  misread(): void;
  dismiss(): void;
};

type Kind<Verdict> = {
  title: string;
  /** where the browser keeps whether it sounds */
  soundKey: string;
  /** a panel lies above the camera, and nothing is scanned */
  paused: boolean;
  /** whether a text can be one of our codes; `certain`: it is complete, without waiting for a pause */
  ours: (text: string) => boolean;
  certain: (text: string) => boolean;
  /** whether they may go on */
  good: (verdict: Verdict) => boolean;
};

export type Steward = {
  read: (text: string) => void;
  /** what is wrong with how a hand scanner types */
  keyboard: Layout | WedgeFault | null;
  sound: boolean;
  keepSound: (on: boolean) => void;
};

/** What a page does for whoever stands at the door: takes codes from camera and hand scanner, and sounds the verdict. */
export function useSteward<Verdict>(scanner: Steered<Verdict>, kind: Kind<Verdict>): Steward {
  const { title, soundKey, paused, ours, certain, good } = kind;
  const { verdict, fault } = scanner.state;
  const [keyboard, setKeyboard] = useState<Layout | WedgeFault | null>(null);
  const [sound, setSound] = useState(() => localStorage.getItem(soundKey) !== 'off');
  const read = (text: string) => {
    if (paused) return;
    if (ours(text)) void scanner.scan(text);
    else scanner.misread();
  };
  const latest = useRef(read);
  latest.current = read;

  useEffect(() => {
    document.title = title;
  }, [title]);
  // Accepts a code wherever the focus is, from a slow hand scanner too; any other code plays the sound for "nothing
  // read".
  useEffect(
    () =>
      listenToWedge(ours, (text) => latest.current(text), {
        certain,
        onOther: () => latest.current(''),
        onLayout: setKeyboard,
      }),
    [ours, certain],
  );
  useEffect(() => {
    if (fault?.code === 'not_ours') signal(false, sound);
  }, [fault, sound]);
  useEffect(() => {
    if (!verdict) return;
    const yes = good(verdict);
    signal(yes, sound);
    const timer = setTimeout(() => scanner.dismiss(), yes ? SHOWN_MS.yes : SHOWN_MS.no);
    return () => clearTimeout(timer);
  }, [scanner, verdict, sound, good]);

  const keepSound = (on: boolean) => {
    localStorage.setItem(soundKey, on ? 'on' : 'off');
    setSound(on);
  };
  return { read, keyboard, sound, keepSound };
}
