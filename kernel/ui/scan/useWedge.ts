import { useEffect, useRef } from 'react';
import { useNotify } from 'react-admin';
import { listenToWedge } from '../reader/index.ts';

/**
 * `listenToWedge` while a screen is shown, with the handlers of its latest render. `certain`: the text can only be a
 * code of ours. Names the keyboard layout when the scanner's is another.
 */
export function useWedge(
  accepts: (text: string) => boolean,
  onScan: (text: string) => void,
  certain: (text: string) => boolean = () => false,
): void {
  const notify = useNotify();
  const handlers = useRef({ accepts, onScan, certain, notify });
  handlers.current = { accepts, onScan, certain, notify };
  useEffect(
    () =>
      listenToWedge(
        (text) => handlers.current.accepts(text),
        (text) => handlers.current.onScan(text),
        {
          certain: (text) => handlers.current.certain(text),
          onLayout: (layout) =>
            handlers.current.notify(`console.scan.keyboard.${layout}`, { type: 'warning', autoHideDuration: 20_000 }),
        },
      ),
    [],
  );
}
