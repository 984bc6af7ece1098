import { useEffect, useState } from 'preact/hooks';
import { takeLink } from './browser.ts';

const TICK_MS = 5000;
/** With a network and an empty queue, the roster is requested again this often. */
const CALM_TICKS = 12;

/** A scanner of some kind, as its page runs it. */
export type Running<State> = {
  state: State;
  /** calls `listener` at each change, until the returned function is called */
  subscribe(listener: () => void): () => void;
  /** loads what is stored; a link's code replaces the phone's earlier scanner */
  begin(code: string | null): Promise<void>;
  /** hands in the queue and fetches the roster */
  refresh(): Promise<void>;
  /** updates what depends on time */
  look(): Promise<void>;
};

/** The state of the page's scanner: re-renders at each change, and follows the clock and the network. */
export function useScanner<State extends { online: boolean; queued: number }>(own: Running<State>): State {
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
  return state;
}
