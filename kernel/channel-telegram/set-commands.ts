import type { Ctx } from '../ctx/index.ts';
import { t, texts } from '../i18n/index.ts';
import { type Bot, botApi } from './api.ts';

/** Words that all flows understand, in the order of Telegram's menu button. */
const COMMANDS = ['menu', 'back', 'cancel', 'language', 'help'] as const;
const TIMEOUTS = { connect: 5_000, reply: 10_000 };

/**
 * Sets the bot's commands at Telegram in every language; for other languages, those of the organization's language
 * (https://core.telegram.org/bots/api#setmycommands). It is not essential: a failure is only logged.
 */
export async function setCommands(ctx: Ctx, bot: Bot, signal: AbortSignal): Promise<void> {
  const api = botApi(bot, TIMEOUTS);
  const inLanguage = (language: string) =>
    COMMANDS.map((command) => ({ command, description: t(language, `chat.telegram.commands.${command}`) }));
  try {
    await api.setMyCommands(inLanguage(ctx.locale), {}, signal as never);
    for (const language of texts().languages) {
      // Telegram accepts two-letter codes.
      const [code = ''] = language.split('-');
      if (code.length === 2)
        await api.setMyCommands(inLanguage(language), { language_code: code as never }, signal as never);
    }
  } catch (error) {
    ctx.log.debug({ bot: bot.id, error: (error as Error).message }, 'the commands could not be set at Telegram');
  }
}
