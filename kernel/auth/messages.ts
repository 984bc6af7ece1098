import type { Ctx } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { createSecretBox } from '../lib/secretbox.ts';
import { defineMessage, mailBody } from '../messages/index.ts';
import { RESET_SECONDS } from './better-auth.ts';

const PURPOSE = 'mailed-links';

/** Encrypts a token that goes into a mail, so that the rows of the outbox contain no working link. */
export function sealLink(ctx: Ctx, token: string): string {
  return createSecretBox(ctx.config.SECRET_KEY, PURPOSE).seal(token, 'mail');
}

export function openLink(ctx: Ctx, sealed: string): string {
  return createSecretBox(ctx.config.SECRET_KEY, PURPOSE).open(sealed, 'mail');
}

export const resetPasswordMail = defineMessage<{ name: string; sealedToken: string }>({
  name: 'auth.reset_password',
  confidential: true,
  goodForDays: RESET_SECONDS / 86_400,
  render(ctx, { name, sealedToken }) {
    // Behind #: browsers send that part to no server, so no log and no referrer contains it.
    const url = `${ctx.config.PUBLIC_URL}/console/reset-password#token=${openLink(ctx, sealedToken)}`;
    const text = (key: string) => t(ctx, `messages.auth.reset_password.${key}`, { name, minutes: RESET_SECONDS / 60 });
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'button', text: text('button'), url },
        { kind: 'note', text: text('note') },
      ]),
    };
  },
});

export const passwordChangedMail = defineMessage<{ name: string; ip: string | null }>({
  name: 'auth.password_changed',
  render(ctx, { name, ip }) {
    const text = (key: string) => t(ctx, `messages.auth.password_changed.${key}`, { name, ip: ip ?? '–' });
    const url = `${ctx.config.PUBLIC_URL}/console/forgot-password`;
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'button', text: text('button'), url },
      ]),
    };
  },
});

/** To members who sign in by the provider only, when somebody asked for a new password of theirs. */
export const signInByProviderMail = defineMessage<{ name: string }>({
  name: 'auth.sign_in_by_provider',
  render(ctx, { name }) {
    const text = (key: string) =>
      t(ctx, `messages.auth.sign_in_by_provider.${key}`, { name, provider: ctx.config.OIDC_NAME });
    return {
      subject: text('subject'),
      ...mailBody(ctx, [
        { kind: 'heading', text: text('heading') },
        { kind: 'text', text: text('text') },
        { kind: 'button', text: text('button'), url: `${ctx.config.PUBLIC_URL}/console/login` },
      ]),
    };
  },
});
