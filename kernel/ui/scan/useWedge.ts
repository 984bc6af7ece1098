import { useEffect, useRef } from 'react';
import { listenToWedge } from '../reader/index.ts';

/** `listenToWedge` for as long as a screen is shown, with the handlers of its latest drawing. */
export function useWedge(accepts: (text: string) => boolean, onScan: (text: string) => void): void {
  const handlers = useRef({ accepts, onScan });
  handlers.current = { accepts, onScan };
  useEffect(
    () =>
      listenToWedge(
        (text) => handlers.current.accepts(text),
        (text) => handlers.current.onScan(text),
      ),
    [],
  );
}
