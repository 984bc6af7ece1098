export const NOTICE_OUTCOMES = ['refunded', 'came_back', 'nothing'] as const;
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

type Reported = { kind: string; state: string; booked: boolean; done_at: Date | null };

/** What a person may say of something that a provider reported. */
export function outcomesOf({ kind, state, booked, done_at }: Reported): NoticeOutcome[] {
  if (done_at !== null) return [];
  // A refund that failed took nothing: booking it would give the same money back twice.
  if (kind === 'refund' && state === 'failed') return ['came_back', 'nothing'];
  return booked ? ['nothing'] : ['refunded', 'nothing'];
}
