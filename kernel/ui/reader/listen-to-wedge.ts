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

/** Sets a field's value the way typing does, so that the state of the page that drew it follows. */
function restore(field: Field, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

export type WedgeOptions = {
  /** a text that can be nothing but a scan of ours, however slowly it was typed */
  certain?: (text: string) => boolean;
  /** a scan that nothing accepts while nobody writes: of something else, or a part of one */
  onOther?: () => void;
};

/** So much is typed without a pause by no person. */
const SURELY_SCANNED = 40;

/**
 * Calls `onScan` with what a keyboard-wedge scanner types, wherever the focus is, when `accepts` knows the text. The
 * field that happened to have the focus gets back what it held before the burst. Returns what ends the listening.
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
