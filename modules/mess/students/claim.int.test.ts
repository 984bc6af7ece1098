/** Imported students who write later: the office decides whose chat it is. */
import { afterEach, expect, it } from 'vitest';
import { directPhone } from '../../../kernel/conversations/test/transcripts.ts';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import type { TestApp } from '../../../test/harness/index.ts';
import { hostel, newStudent } from '../test/factories.ts';

let app: TestApp | undefined;
afterEach(() => app?.clock.reset());

async function claimed() {
  const all = await hostel({ modules: ['mess'] });
  app = all.app;
  const listed = await newStudent(all.ops, { name: 'Meera Nair', roll_number: '21CS1500', phone: '98765 43210' });
  const phone = (language = 'en') => directPhone(all.app, all.organization, 'telegram', language);
  const write = (who: ReturnType<typeof phone>, text: string) => who.send({ kind: 'text', text });
  const last = async (who: ReturnType<typeof phone>) => (await who.received()).at(-1);
  const [meera, warden] = [phone(), phone('es')];
  await write(warden, (await all.ops.post('/staff/chats/code')).body.data.message);
  for (const text of ['join', 'English', 'Meera', '21CS1500']) await write(meera, text);
  expect((await last(meera))?.text).toMatch(/Somebody is registered with 21CS1500 already/);
  await meera.tap('It is me');
  await drainJobs(all.app.boot, all.app.boot.services.jobs);
  expect(await last(warden)).toMatchObject({
    text: expect.stringMatching(/^Asha \(Telegram\) dice ser \*Meera Nair\*, 21CS1500/),
    labels: ['Es esa persona', 'Es otra persona'],
  });
  const conversation = () =>
    all.db
      .selectFrom('conversation')
      .select(['person_id', 'id'])
      .where('address', '=', meera.address)
      .executeTakeFirstOrThrow();
  return { ...all, listed, meera, warden, write, last, conversation };
}

it('"it is them" gives the chat to the student, whose code and money it shows from then on', async () => {
  const { warden, meera, write, last, conversation, listed, db, ops } = await claimed();
  await warden.tap('Es esa persona');
  expect((await last(warden))?.text).toBe('Vinculado: el chat es de Meera Nair (21CS1500).');
  expect((await last(meera))?.text).toBe('This chat is now linked to Meera Nair, 21CS1500. Welcome!');
  expect((await conversation()).person_id).toBe(listed.person_id);
  await write(meera, 'my qr');
  expect(await last(meera)).toMatchObject({ text: expect.stringMatching(/^Meera Nair, 21CS1500/), file: 'image' });
  const audit = await db
    .selectFrom('audit_entry')
    .select(['actor_id', 'subject_id'])
    .where('action', '=', 'mess.student.chat_linked')
    .execute();
  expect(audit).toEqual([{ actor_id: ops.userId, subject_id: listed.id }]);
});

it('"somebody else" leaves all as it was', async () => {
  const { warden, meera, last, conversation, listed } = await claimed();
  await warden.tap('Es otra persona');
  expect((await last(meera))?.text).toMatch(/could not link this chat to 21CS1500/);
  expect((await conversation()).person_id).not.toBe(listed.person_id);
});

it('a claim to a student who has another chat comes with a warning', async () => {
  const { warden, last, app, organization, write } = await claimed();
  await warden.tap('Es esa persona');
  const stranger = directPhone(app, organization, 'telegram', 'en');
  for (const text of ['join', 'English', 'Meera', '21CS1500']) await write(stranger, text);
  await stranger.tap('It is me');
  await drainJobs(app.boot, app.boot.services.jobs);
  expect((await last(warden))?.text).toMatch(/⚠ Este estudiante ya escribe desde otro chat\.$/);
});

it('a person who is a student already can’t claim another', async () => {
  const { warden, conversation, ops, last, listed } = await claimed();
  await newStudent(ops, { person_id: (await conversation()).person_id, roll_number: '21CS1777' });
  await warden.tap('Es esa persona');
  expect((await last(warden))?.text).toMatch(/ya está inscrit/);
  expect((await conversation()).person_id).not.toBe(listed.person_id);
});
