import { type Layout, repaired, type WedgeFault, wedgeFault } from './layouts.ts';
import { type Burst, WedgeReader } from './wedge.ts';

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
  /** called for a scan whose keys are of another keyboard, repaired or not */
  onLayout?: (layout: Layout | WedgeFault) => void;
};

/** No person types this much without a pause. */
const SURELY_SCANNED = 40;
/** A scanner that is set to send no Enter is done when it pauses; three times its slowest gap. */
const SILENCE_MS = 150;

/**
 * Calls `onScan` with the input of a keyboard-wedge scanner, wherever the focus is, when `accepts` returns true for the
 * text, as it was typed or as another keyboard layout would have it. The focused field gets back its value from before
 * the scan. Returns a function that stops listening.
 */
export function listenToWedge(
  accepts: (text: string) => boolean,
  onScan: (text: string) => void,
  { certain = () => false, onOther, onLayout }: WedgeOptions = {},
): () => void {
  const reader = new WedgeReader();
  let before: Held = null;
  let beforeWhole: Held = null;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let alt = '';

  /** Whether the burst is a scan, of ours or not, so that nothing else may take its keys. */
  const take = ({ text, whole }: Burst, certainly: boolean): boolean => {
    const fast = text === '' ? null : repaired(text, certainly ? certain : accepts);
    // Eight digits and a pause are also a person who types a telephone number and looks up.
    const slow = certainly && whole.length < SURELY_SCANNED ? null : repaired(whole, certain);
    const found = fast ?? slow;
    if (!found) {
      const fault = certainly ? null : wedgeFault(text || whole);
      if (fault && onLayout) {
        const back = text ? before : beforeWhole;
        if (back) restore(back.field, back.value);
        onLayout(fault);
        return true;
      }
      if (!certainly && onOther && !focusedField() && (text || whole.length >= SURELY_SCANNED)) {
        onOther();
        return true;
      }
      return false;
    }
    const back = fast ? before : beforeWhole;
    if (back) restore(back.field, back.value);
    onScan(found.text);
    if (found.layout) onLayout?.(found.layout);
    return true;
  };

  const press = (key: string, at: number): Burst | null => {
    const burst = reader.press(key, at);
    if (key.length === 1 && reader.fresh) before = held();
    if (key.length === 1 && reader.freshWhole) beforeWhole = held();
    clearTimeout(silence);
    if (!burst && key.length === 1)
      silence = setTimeout(() => {
        const typed = reader.peek();
        if (take(typed, true)) reader.clear();
      }, SILENCE_MS);
    return burst;
  };
  const listen = (event: KeyboardEvent) => {
    // Alt with the number of a character: how a scanner types whatever the layout is.
    if (event.altKey && /^\d$/.test(event.key)) {
      alt += event.key;
      reader.touch(event.timeStamp);
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const burst = press(event.key, event.timeStamp);
    if (!burst || !take(burst, false)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const released = (event: KeyboardEvent) => {
    if (event.key !== 'Alt' || alt === '') return;
    const code = Number(alt);
    alt = '';
    if (code >= 32 && code < 127) press(String.fromCharCode(code), event.timeStamp);
  };
  document.addEventListener('keydown', listen, { capture: true });
  document.addEventListener('keyup', released, { capture: true });
  return () => {
    clearTimeout(silence);
    document.removeEventListener('keydown', listen, { capture: true });
    document.removeEventListener('keyup', released, { capture: true });
  };
}
