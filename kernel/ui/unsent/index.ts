/** Entries that wait in the browser until the server has answered: stored, sent and shown. */
export { again, isSending, submit } from './send.ts';
export { forget, onSent, type Unsent } from './store.ts';
export { UnsentBar, UnsentNote } from './UnsentBar.tsx';
export { useUnsent, useUnsentSender } from './useUnsent.ts';
