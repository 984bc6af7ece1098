import { type Ctx, orgOf, type Role } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { createSecretBox } from '../lib/secretbox.ts';
import { defineMessage, mailBody } from '../messages/index.ts';

/** Days in which an invitation can be accepted. */
export const INVITATION_DAYS = 7;

/** Encrypted, so that the outbox's rows contain no working link. */
export function sealInvitation(ctx: Ctx, token: string): string {
  return createSecretBox(ctx.config.SECRET_KEY, 'invitations').seal(token, orgOf(ctx).id);
}

function openInvitation(ctx: Ctx, sealed: string): string {
  return createSecretBox(ctx.config.SECRET_KEY, 'invitations').open(sealed, orgOf(ctx).id);
}

/** Where an invitation is accepted. */
export function invitationUrl(ctx: Ctx, token: string): string {
  // Behind #: browsers don't send that part to servers, so it is in no log and no referrer.
  return `${ctx.config.PUBLIC_URL}/console/accept-invitation#token=${token}`;
}

export const invitationMail = defineMessage<{ inviter: string; role: Role; title?: string; sealedToken: string }>({
  name: 'tenancy.invitation',
  confidential: true,
  goodForDays: INVITATION_DAYS,
  render(ctx, { inviter, role, title, sealedToken }) {
    const values = {
      inviter,
      organization: orgOf(ctx).name,
      role: title ?? t(ctx, `messages.tenancy.role.${role}`),
      days: INVITATION_DAYS,
    };
    const text = (key: string) => t(ctx, `messages.tenancy.invitation.${key}`, values);
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'button', text: text('button'), url: invitationUrl(ctx, openInvitation(ctx, sealedToken)) },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});
