import type { EatReason } from './may-eat.rule.ts';

/** Reasons that concern the person are for a supervisor; a steward sees `refused` instead. */
const PRIVATE: ReadonlySet<string> = new Set<EatReason>(['revoked', 'not_approved', 'not_paid', 'on_cut']);

/** The reason as the scanner's user may see it, with or without a network. */
export function shownReason<R extends string>(reason: R | null, role: 'steward' | 'supervisor'): R | 'refused' | null {
  return reason && role === 'steward' && PRIVATE.has(reason) ? 'refused' : reason;
}
