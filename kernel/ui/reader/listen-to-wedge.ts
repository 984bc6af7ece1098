import { WedgeReader } from './wedge.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

function focusedField(): Field | null {
  const element = document.activeElement;
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element : null;
}

/** Sets a field's value the way typing does, so that the state of the page that drew it follows. */
function restore(field: Field, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Calls `onScan` with what a keyboard-wedge scanner types, wherever the focus is, when `accepts` knows the text. The field that happened
 * to have the focus gets back what it held before the burst. Returns what ends the listening.
 */
export function listenToWedge(accepts: (text: string) => boolean, onScan: (text: string) => void): () => void {
  const reader = new WedgeReader();
  let before: { field: Field; value: string } | null = null;
  const listen = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const scanned = reader.press(event.key, event.timeStamp);
    if (event.key.length === 1 && reader.fresh) {
      const field = focusedField();
      before = field && { field, value: field.value };
    }
    if (scanned === null || !accepts(scanned)) return;
    event.preventDefault();
    event.stopPropagation();
    if (before) restore(before.field, before.value);
    onScan(scanned);
  };
  document.addEventListener('keydown', listen, { capture: true });
  return () => document.removeEventListener('keydown', listen, { capture: true });
}
