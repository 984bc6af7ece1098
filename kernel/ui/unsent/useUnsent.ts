import { useEffect, useSyncExternalStore } from 'react';
import { keepSending } from './send.ts';
import { current, load, type Unsent, watch } from './store.ts';

/** The waiting entries in this browser, of all people, oldest first. */
export function useUnsent(): Unsent[] {
  return useSyncExternalStore(watch, current);
}

/**
 * Sends this person's entries while the console is open, and asks before the tab is closed while there are any. Used
 * once, in the frame.
 */
export function useUnsentSender(userId: string): void {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void load().then(() => {
      if (!gone) stop = keepSending(userId);
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [userId]);
  useEffect(() => {
    const unload = (event: BeforeUnloadEvent) => {
      if (current().some((item) => item.userId === userId)) event.preventDefault();
    };
    window.addEventListener('beforeunload', unload);
    return () => window.removeEventListener('beforeunload', unload);
  }, [userId]);
}
