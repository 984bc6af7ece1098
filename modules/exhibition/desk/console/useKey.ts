import { useEffect, useRef } from 'react';

/** A key that works from inside any field; null: not now. */
export function useKey(key: string, action: (() => void) | null) {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || !latest.current || document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      if (!event.repeat) latest.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [key]);
}
