/**
 * The common reasons to deny a proof; each has a text for the payer in every language (`chat.payments.reasons.<code>`).
 */
export const DENIAL_REASONS = ['not_received', 'unreadable', 'wrong_amount', 'used_before', 'not_a_proof'] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];

export function isDenialReason(text: string): text is DenialReason {
  return (DENIAL_REASONS as readonly string[]).includes(text);
}
