/** What a scanner does without a page; it runs in Node too. */
export { Access } from './access.ts';
export { enrol, type NewDevice } from './enrol.ts';
export { fromBase64url, type Own, signText } from './identity.ts';
export type { Phone } from './phone.ts';
export {
  LOADING,
  Scanner,
  type ScannerSession,
  type ScannerState,
  type ScannerStore,
  scannedText,
  TIMEOUT_MS,
  type Uploaded,
} from './scanner.ts';
export { type Answer, NoAnswer } from './send.ts';
export { signal, soundWorks, wakeSound } from './signals.ts';
