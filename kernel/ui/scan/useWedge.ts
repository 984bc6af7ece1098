import { useEffect, useRef } from 'react';
import { WedgeReader } from './wedge.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

function focusedField(): Field | null {
  const element = document.activeElement;
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element : null;
}

/** Sets a React field's value the way typing does, so that its state follows. */
function restore(field: Field, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Calls `onScan` with what a keyboard-wedge scanner types, wherever the focus is, when `accepts` knows the text.
 * The field that happened to have the focus gets back what it held before the burst.
 */
export function useWedge(accepts: (text: string) => boolean, onScan: (text: string) => void): void {
  const handlers = useRef({ accepts, onScan });
  handlers.current = { accepts, onScan };
  useEffect(() => {
    const reader = new WedgeReader();
    let before: { field: Field; value: string } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const scanned = reader.press(event.key, event.timeStamp);
      if (event.key.length === 1 && reader.fresh) {
        const field = focusedField();
        before = field && { field, value: field.value };
      }
      if (scanned === null || !handlers.current.accepts(scanned)) return;
      event.preventDefault();
      event.stopPropagation();
      if (before) restore(before.field, before.value);
      handlers.current.onScan(scanned);
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
