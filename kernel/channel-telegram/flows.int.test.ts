/** The real flows over Telegram's protocol, with the whole application. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../test/fakes/telegram.ts';
import { newOrganization, openTestApp, type TestApp } from '../../test/harness/index.ts';
import { webhookSecret } from './bots.ts';
import { BOT_ID } from './test/lab.ts';

let telegram: FakeTelegram;
let app: TestApp;

beforeAll(async () => {
  telegram = await startFakeTelegram();
  app = await openTestApp({ TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN, TELEGRAM_API_ROOT: telegram.root });
  const organization = await newOrganization(app, { name: 'Fair' });
  const address = await app.http.listen({ port: 0, host: '127.0.0.1' });
  telegram.setWebhook(`${address}/telegram/webhook`, webhookSecret(app.config, organization, { id: BOT_ID }));
});
afterAll(async () => {
  await app?.close();
  await telegram?.close();
});

it('greets in the person’s language, and continues in the one they choose with a button', async () => {
  const lucia = telegram.person({ first_name: 'Lucía', language_code: 'es-MX' });
  /** everything the bot sent after `act`, until a message matches `pattern` */
  const after = async (act: Promise<unknown>, pattern: RegExp): Promise<string> => {
    const before = lucia.received.length;
    await act;
    for (let count = before + 1; ; count++) {
      await telegram.arrived(lucia.id, count);
      const texts = lucia.received
        .slice(before)
        .map(({ text, keyboard }) => [text, ...keyboard.flat().map((it) => it.text)].join('\n'));
      if (pattern.test(texts.join('\n'))) return texts.join('\n');
    }
  };
  expect(await after(lucia.writes('/start'), /qué desea hacer|nada que elegir/i)).toMatch(/Fair/);
  await after(lucia.writes('/language'), /हिन्दी|हिंदी/);
  await after(
    lucia.taps(
      lucia.received
        .at(-1)
        ?.keyboard.flat()
        .find(({ text }) => /[\u0900-\u097f]/.test(text))?.text ?? '',
    ),
    /[\u0900-\u097f]{3,}/,
  );
  const row = await app.boot.database.system
    .selectFrom('conversation')
    .select('language')
    .where('address', '=', String(lucia.id))
    .executeTakeFirstOrThrow();
  expect(row.language).toBe('hi');
  await after(lucia.sendsSticker(), /[\u0900-\u097f]{3,}/);
});
