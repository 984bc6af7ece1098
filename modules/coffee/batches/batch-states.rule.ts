/** What can be done with a batch whose commands are not all ended: from which states, and to which. */
export const BATCH_MOVES: Record<'pause' | 'resume' | 'cancel', { from: string[]; to: string }> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
};
