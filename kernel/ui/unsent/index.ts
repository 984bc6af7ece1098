/** Entries that wait in the browser until the server has answered: how they are kept, sent, and shown. */
export { again, isSending, submit } from './send.ts';
export { forget, onSent, type Unsent } from './store.ts';
export { UnsentBar, UnsentNote } from './UnsentBar.tsx';
export { useUnsent, useUnsentSender } from './useUnsent.ts';
