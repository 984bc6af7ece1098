/** What each state of a message allows. The API, the console's buttons and the actions read this one table. */
export const STATES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'unknown',
  'kept',
  'cancelled',
  'held',
  'opted_out',
] as const;
export type MessageState = (typeof STATES)[number];

type Allowed = {
  /** `again`: the same message goes back into the queue; `copy`: it was sent, so a new one is made */
  resend: 'again' | 'copy' | null;
  cancel: boolean;
};

export const ALLOWED: Record<MessageState, Allowed> = {
  queued: { resend: null, cancel: true },
  sending: { resend: null, cancel: false },
  sent: { resend: 'copy', cancel: false },
  failed: { resend: 'again', cancel: true },
  // The same message and the same Message-ID: if the first did arrive, most receivers drop the second.
  unknown: { resend: 'again', cancel: true },
  kept: { resend: 'again', cancel: true },
  cancelled: { resend: 'again', cancel: false },
  // Asks the channel again: the window may be open now.
  held: { resend: 'again', cancel: true },
  // For people who opted in again; until then it ends in this state again.
  opted_out: { resend: 'again', cancel: true },
};
