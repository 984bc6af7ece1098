import { type Choice, entryId } from '../../../../kernel/conversations/index.ts';
import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { t } from '../../../../kernel/i18n/index.ts';
import { OFFICE_FLOW } from '../../names.ts';
import { packUuid, unpackUuid } from '../pack-uuid.rule.ts';

/** Buttons of the office. Each names what it decides about, so it works below any message and at any time. */
const button = (ctx: Ctx, entry: string, argument: string): Choice => ({
  id: entryId(OFFICE_FLOW, entry, argument),
  label: t(ctx, `chat.mess.office.entries.${entry}.label`),
});

export const registrationButtons = (ctx: Ctx, studentId: string): Choice[] => [
  button(ctx, 'approve', studentId),
  button(ctx, 'deny', studentId),
];

export const proofButtons = (ctx: Ctx, paymentId: string): Choice[] => [
  button(ctx, 'verify', paymentId),
  button(ctx, 'refuse', paymentId),
  button(ctx, 'grace', paymentId),
];

export type Claim = { student: string; conversation: string };

export const claimButtons = (ctx: Ctx, { student, conversation }: Claim): Choice[] => {
  const both = `${packUuid(student)}.${packUuid(conversation)}`;
  return [button(ctx, 'link', both), button(ctx, 'nolink', both)];
};

/** The claim that a button was about; null when it is none. */
export function claimIn(argument: string | undefined): Claim | null {
  const [student, conversation] = (argument ?? '').split('.').map(unpackUuid);
  return student && conversation ? { student, conversation } : null;
}
