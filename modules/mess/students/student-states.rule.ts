import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

export const STUDENT_STATES = ['pending', 'approved', 'denied', 'suspended', 'left'] as const;
export type StudentState = (typeof STUDENT_STATES)[number];
export type StudentStep = 'approve' | 'deny' | 'suspend' | 'reinstate' | 'leave' | 'reapply';

/** What each state of a student allows, and where it leads. The API, the chat and the buttons read this one table. */
export const studentStates: Record<StudentState, Partial<Record<StudentStep, StudentState>>> = {
  pending: { approve: 'approved', deny: 'denied', leave: 'left' },
  approved: { suspend: 'suspended', leave: 'left' },
  // A student who was denied by mistake can be approved without registering again.
  denied: { approve: 'approved', reapply: 'pending' },
  suspended: { reinstate: 'approved', leave: 'left' },
  left: { reapply: 'pending' },
};

/** Why a state doesn't allow a step. */
const REASONS: Record<StudentState, string> = {
  pending: 'mess.student.still_pending',
  approved: 'mess.student.already_approved',
  denied: 'mess.student.already_denied',
  suspended: 'mess.student.already_suspended',
  left: 'mess.student.already_left',
};

/** The state that a step leads to; refuses with the text for the state that doesn't allow it. */
export function stepFrom(state: StudentState, step: StudentStep): Result<StudentState> {
  const next = studentStates[state][step];
  return next ? ok(next) : refuse(REASONS[state]);
}

/** The steps that a state allows, for buttons. */
export function allowedSteps(state: StudentState): StudentStep[] {
  return Object.keys(studentStates[state]) as StudentStep[];
}
