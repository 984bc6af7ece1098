import type { Ctx } from '../../ctx/index.ts';
import { t, texts } from '../../i18n/index.ts';
import { type Bot, botApi } from './api.ts';

/** Words that the flows understand everywhere, in the order in which Telegram lists them behind its menu button. */
const COMMANDS = ['menu', 'back', 'cancel', 'language', 'help'] as const;
const PATIENCE = { connect: 5_000, reply: 10_000 };

/**
 * Tells Telegram which commands the bot has, in every language; the organization's own for whoever speaks none of them
 * (https://core.telegram.org/bots/api#setmycommands). A convenience: when it fails, it is only logged.
 */
export async function setCommands(ctx: Ctx, bot: Bot, signal: AbortSignal): Promise<void> {
  const api = botApi(bot, PATIENCE);
  const inLanguage = (language: string) =>
    COMMANDS.map((command) => ({ command, description: t(language, `chat.telegram.commands.${command}`) }));
  try {
    await api.setMyCommands(inLanguage(ctx.locale), {}, signal as never);
    for (const language of texts().languages) {
      // Telegram knows those of two letters.
      const [code = ''] = language.split('-');
      if (code.length === 2)
        await api.setMyCommands(inLanguage(language), { language_code: code as never }, signal as never);
    }
  } catch (error) {
    ctx.log.debug({ bot: bot.id, error: (error as Error).message }, 'Telegram could not be told the commands');
  }
}
