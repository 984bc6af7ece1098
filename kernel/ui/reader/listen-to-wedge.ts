import { WedgeReader } from './wedge.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;
type Held = { field: Field; value: string } | null;

function focusedField(): Field | null {
  const element = document.activeElement;
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element : null;
}

function held(): Held {
  const field = focusedField();
  return field && { field, value: field.value };
}

/** Sets a field's value as typing does, so that the page's state follows. */
function restore(field: Field, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

export type WedgeOptions = {
  /** whether a text can only be a scan of ours, however slowly it was typed */
  certain?: (text: string) => boolean;
  /** called for an unknown or partial scan while no field has the focus */
  onOther?: () => void;
};

/** No person types this much without a pause. */
const SURELY_SCANNED = 40;

/**
 * Calls `onScan` with the input of a keyboard-wedge scanner, wherever the focus is, when `accepts` returns true for the
 * text. The focused field gets back its value from before the scan. Returns a function that stops listening.
 */
export function listenToWedge(
  accepts: (text: string) => boolean,
  onScan: (text: string) => void,
  { certain = () => false, onOther }: WedgeOptions = {},
): () => void {
  const reader = new WedgeReader();
  let before: Held = null;
  let beforeWhole: Held = null;
  const listen = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const burst = reader.press(event.key, event.timeStamp);
    if (event.key.length === 1 && reader.fresh) before = held();
    if (event.key.length === 1 && reader.freshWhole) beforeWhole = held();
    if (!burst) return;
    const { text, whole } = burst;
    const fast = text !== '' && accepts(text);
    if (!fast && !certain(whole)) {
      if (onOther && !focusedField() && (text || whole.length >= SURELY_SCANNED)) {
        event.preventDefault();
        onOther();
      }
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const back = fast ? before : beforeWhole;
    if (back) restore(back.field, back.value);
    onScan(fast ? text : whole);
  };
  document.addEventListener('keydown', listen, { capture: true });
  return () => document.removeEventListener('keydown', listen, { capture: true });
}
