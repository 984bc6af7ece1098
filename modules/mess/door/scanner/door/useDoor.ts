import { useEffect, useState } from 'preact/hooks';
import { makeDoor, takeLink } from '../browser-door.ts';
import type { Door } from '../engine/door.ts';
import type { DoorState } from '../engine/types.ts';

const TICK_MS = 5000;
/** With a network and an empty queue, the roster is requested again this often. */
const CALM_TICKS = 12;

let shared: Door | undefined;

/** The page's scanner; re-renders at each change, and follows the clock and the network. */
export function useDoor(): { door: Door; state: DoorState } {
  shared ??= makeDoor();
  const [own] = useState(shared);
  const [state, setState] = useState(own.state);
  useEffect(() => {
    const leave = own.subscribe(() => setState(own.state));
    const refresh = () => void own.refresh();
    const begin = () => void own.begin(takeLink()).then(refresh);
    const open = () => {
      if (window.location.hash.startsWith('#code=')) begin();
    };
    let ticks = 0;
    const timer = setInterval(() => {
      void own.look();
      const { online, queued } = own.state;
      if (!online || queued > 0 || ++ticks % CALM_TICKS === 0) refresh();
    }, TICK_MS);
    const seen = () => document.visibilityState === 'visible' && refresh();
    begin();
    window.addEventListener('hashchange', open);
    window.addEventListener('online', refresh);
    document.addEventListener('visibilitychange', seen);
    return () => {
      leave();
      clearInterval(timer);
      window.removeEventListener('hashchange', open);
      window.removeEventListener('online', refresh);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [own]);
  return { door: own, state };
}
