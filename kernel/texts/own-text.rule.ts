/** Whether a text that staff wrote can stand in the place of ours. */

/** What the reader can't do without; the others, such as a name, may be left out. */
const NEEDED = new Set(
  'amount code digits due kwh limit link numbers offer pay_to payer reason reference text token total until url'.split(
    ' ',
  ),
);
/** WhatsApp cuts or refuses a longer label of a button. */
const MAX_BUTTON = 20;
const MAX_CHARACTERS = 1000;
/** Of a text that says nothing as long as nobody writes it: the foot of a document. */
const MAX_FOOT = 500;
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** Our text with the names that its plural forms and languages have together. */
export type Ours = { key: string; ours: string; names: readonly string[] };
export type Fault = { code: `texts.${string}`; detail: Record<string, string | number> };

export const placeholdersOf = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name as string)),
];

export const isNeeded = (name: string): boolean => NEEDED.has(name);

const inChat = (key: string) => key.startsWith('chat.');

/** Characters, with the placeholders as they are written. */
export function mostOf({ key, ours }: Ours): number {
  if (ours === '') return MAX_FOOT;
  if (inChat(key) && ours.length <= MAX_BUTTON) return MAX_BUTTON;
  return Math.min(MAX_CHARACTERS, Math.max(200, ours.length * 3));
}

/** Subjects, headings and labels. */
export const isOneLine = ({ key, ours }: Ours): boolean =>
  ours !== '' && !ours.includes('\n') && ours.length <= (inChat(key) ? MAX_BUTTON : 60);

/** The first fault; undefined: it fits. */
export function faultOf(of: Ours, text: string): Fault | undefined {
  const fault = (name: string, detail: Fault['detail'] = {}): Fault => ({ code: `texts.${name}`, detail });
  if (text.trim() === '') return fault('blank');
  if (text.length > mostOf(of)) return fault('too_long', { max: mostOf(of), is: text.length });
  if (isOneLine(of) && /[\r\n]/.test(text)) return fault('one_line');
  const rest = text.replace(PLACEHOLDER, '');
  if (/\{\{|\}\}/.test(rest)) return fault('braces');
  const written = placeholdersOf(text);
  const shown = (names: string[]) => names.map((name) => `{{${name}}}`).join(', ');
  const missing = placeholdersOf(of.ours).filter((name) => isNeeded(name) && !written.includes(name));
  if (missing.length > 0) return fault('placeholder_missing', { names: shown(missing) });
  const unknown = written.filter((name) => !of.names.includes(name));
  if (unknown.length > 0) return fault('placeholder_unknown', { names: shown(unknown) });
  if (inChat(of.key)) {
    if ((rest.split('*').length - 1) % 2 === 1) return fault('star');
    // WhatsApp reads these as italics, struck out and code.
    if (/[_~`]/.test(rest)) return fault('signs');
  }
  return undefined;
}
