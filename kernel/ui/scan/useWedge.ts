import { useEffect, useRef } from 'react';
import { listenToWedge } from '../reader/index.ts';

/** `listenToWedge` while a screen is shown, with the handlers of its latest render. */
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
