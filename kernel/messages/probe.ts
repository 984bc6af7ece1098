import { t } from '../i18n/index.ts';
import type { Probe } from '../observability/index.ts';
import { failureOf } from './channels/smtp-reason.ts';
import { emailChannel } from './mail-settings.ts';

/** Milliseconds; shorter than the outbox's, because a person waits for the result. */
const TIMEOUTS = { connection: 5_000, greeting: 5_000, reply: 10_000 };

/** The organization's mail server: connects and signs in, and sends nothing. */
export const probeMail: Probe = async (ctx) => {
  const account = await emailChannel(TIMEOUTS).accountOf(ctx);
  if (!account) return [];
  const channel = account.open();
  try {
    await channel.verify?.();
    return [{ service: 'E-mail', fault: null }];
  } catch (error) {
    const { reason, answer } = failureOf(error as Error, false);
    const said = t('en', `messages.mail_test.${reason}`);
    return [{ service: 'E-mail', fault: answer ? `${said} It said: ${answer}` : said }];
  } finally {
    channel.close();
  }
};
