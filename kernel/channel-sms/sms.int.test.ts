/** SMS with the whole application: Twilio's signed requests in, its API out. */
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTwilio, startFakeTwilio, TWILIO } from '../../test/fakes/twilio.ts';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { type InboundHandler, sendToConversation, type Turn } from '../channels/index.ts';
import { quiet, settle } from '../channels/test/quiet.ts';
import { patchSettings } from '../settings/index.ts';

const PUBLIC_URL = 'https://fair.example';
const WEBHOOK = `${PUBLIC_URL}/sms/twilio/webhook`;

let twilio: FakeTwilio;
let app: TestApp;
let organization: TestOrganization;
let turns: Turn[] = [];
let numbers = 0;

beforeAll(async () => {
  twilio = await startFakeTwilio();
  app = await openTestApp({
    TWILIO_ACCOUNT_SID: TWILIO.sid,
    TWILIO_AUTH_TOKEN: TWILIO.authToken,
    TWILIO_FROM: TWILIO.from,
    TWILIO_API_ROOT: twilio.root,
    PUBLIC_URL,
  });
  organization = await newOrganization(app);
  twilio.webhook = `${await app.http.listen({ port: 0, host: '127.0.0.1' })}/sms/twilio/webhook`;
  const handle: InboundHandler = async (tx, turn) => {
    turns.push(turn);
    const text = `you said ${'text' in turn.input ? turn.input.text : turn.input.kind}`;
    await sendToConversation(
      tx,
      turn.conversation.id,
      { text, choices: [{ id: 'a', label: 'Yes' }] },
      { author: 'flow' },
    );
  };
  Object.assign(app.boot.services, { conversations: { ...app.boot.services.conversations, handle } });
});
afterAll(async () => {
  await app?.close();
  await twilio?.close();
});
beforeEach(() => {
  turns = [];
});
afterEach(() => quiet(app));

const somebody = () => twilio.phone(`+9198450${String(++numbers).padStart(5, '0')}`, WEBHOOK);
const system = () => app.boot.database.system;
const outbox = (to: string) =>
  system().selectFrom('message').selectAll().where('to_address', '=', to).orderBy('id').execute();
const events = (of: string) =>
  system().selectFrom('inbox_event').selectAll().where('address', '=', of).orderBy('id').execute();
const conversation = (of: string) =>
  system().selectFrom('conversation').selectAll().where('address', '=', of).executeTakeFirstOrThrow();
const receivedBy = (number: string) => twilio.sent.filter(({ to }) => to === number);
const settled = () => settle(app);

describe('a message', () => {
  it('is stored, and answered by a message whose status arrives', async () => {
    const asha = somebody();
    expect(await asha.writes('hello')).toMatchObject({
      status: 200,
      body: expect.stringContaining('<Response></Response>'),
    });
    await eventually(async () => receivedBy(asha.number).length === 1, 'the reply');
    const [sms] = receivedBy(asha.number);
    expect(sms).toMatchObject({ body: 'you said hello\n1. Yes' });
    await settled();
    const [row] = await outbox(asha.number);
    expect(row).toMatchObject({ state: 'sent', provider_id: sms?.sid, channel: 'sms' });
    expect(sms?.callback).toBe(`${WEBHOOK}?message=${row?.id}`);
    expect(await conversation(asha.number)).toMatchObject({ organization_id: organization.id, account: TWILIO.from });
    const person = await system()
      .selectFrom('person')
      .select('phone')
      .where('phone', '=', asha.number)
      .executeTakeFirst();
    expect(person).toEqual({ phone: asha.number });

    if (!sms) throw new Error('unreachable');
    expect(await twilio.status(sms, 'delivered')).toMatchObject({ status: 200 });
    expect(await twilio.status(sms, 'sent')).toMatchObject({ status: 200 });
    await settled();
    expect((await outbox(asha.number))[0]?.delivered_at).toBeInstanceOf(Date);
  });

  it('forged, unsigned or of another account is refused, and nothing is kept', async () => {
    const asha = somebody();
    await asha.writes('hello');
    const form = { ...asha.last, Body: 'give me everything', MessageSid: 'SMforged' };
    for (const signature of ['', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=', undefined]) {
      // The last one has a valid signature, for an address that is not ours.
      const refused = await (signature === undefined
        ? twilio.post('https://elsewhere.example/sms/twilio/webhook', form)
        : twilio.post(WEBHOOK, form, signature));
      expect(refused.status).toBe(401);
    }
    expect((await twilio.post(WEBHOOK, { ...form, To: '+14155550111' })).status).toBe(401);
    expect((await twilio.post(WEBHOOK, { ...form, AccountSid: `AC${'0'.repeat(32)}` })).status).toBe(401);
    expect((await twilio.post(WEBHOOK, {})).status).toBe(401);
    await settled();
    expect(await events(asha.number)).toHaveLength(1);
  });

  it('that arrives twice is one message', async () => {
    const asha = somebody();
    await asha.writes('hello');
    await asha.repeats();
    await settled();
    await asha.repeats();
    await settled();
    expect(await events(asha.number)).toHaveLength(1);
    // The account's pace may delay the answer; a second one would be in the outbox by now.
    await eventually(async () => receivedBy(asha.number).length > 0, 'the reply');
    expect(await outbox(asha.number)).toHaveLength(1);
    expect(receivedBy(asha.number)).toHaveLength(1);
  });

  it('to another organization’s number goes to that organization', async () => {
    const theirs = await newOrganization(app);
    const from_number = '+14155550222';
    await patchSettings(theirs.ctx, 'sms', { account_sid: TWILIO.sid, auth_token: TWILIO.authToken, from_number });
    const asha = somebody();
    expect(await asha.writes('hello', { To: from_number })).toMatchObject({ status: 200 });
    await settled();
    expect(await conversation(asha.number)).toMatchObject({ organization_id: theirs.id, account: from_number });
  });

  it('with a picture includes the picture; with another file, the reason for the refusal', async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a07' } })
      .png()
      .toBuffer();
    const asha = somebody();
    await asha.sendsPicture(picture, 'image/png', 'paid');
    await eventually(async () => turns.length === 1, 'the turn');
    expect(turns[0]?.input).toMatchObject({ kind: 'media', caption: 'paid', file: { contentType: 'image/png' } });
    await asha.sendsPicture(Buffer.from('no picture'), 'image/png');
    await eventually(async () => turns.length === 2, 'the second turn');
    expect(turns[1]?.input).toMatchObject({ file: null, fault: 'files.kind_refused' });
    // Not fetched from any address in the form.
    await asha.writes('', { NumMedia: '1', MediaUrl0: `${twilio.root}/cdn/secret`, MediaContentType0: 'image/png' });
    await eventually(async () => turns.length === 3, 'the third turn');
    expect(turns[2]?.input).toMatchObject({ file: null, fault: 'channels.media_gone' });
  });
});

describe('a reply', () => {
  it('to somebody who opted out is not sent; the conversation is marked until they return', async () => {
    const asha = somebody();
    twilio.optedOut.add(asha.number);
    await asha.writes('hello');
    await eventually(async () => (await conversation(asha.number).catch(() => null))?.blocked_at, 'the block');
    expect(await outbox(asha.number)).toMatchObject([
      { state: 'opted_out', last_error: expect.stringContaining('21610') },
    ]);
    twilio.optedOut.clear();
    await asha.writes('START', { OptOutType: 'START' });
    await eventually(async () => (await conversation(asha.number)).blocked_at === null, 'they are back');
    await asha.writes('STOP');
    await eventually(async () => (await conversation(asha.number)).blocked_at, 'the block');
  });

  it('whose answer was lost is unknown, until Twilio sends its status', async () => {
    const asha = somebody();
    twilio.troubles.push('cut_after');
    await asha.writes('hello');
    await eventually(async () => (await outbox(asha.number))[0]?.state === 'unknown', 'it is unknown');
    const [sms] = receivedBy(asha.number);
    if (!sms) throw new Error('unreachable');
    await twilio.status(sms, 'delivered');
    await settled();
    expect(await outbox(asha.number)).toMatchObject([{ state: 'sent', provider_id: sms.sid }]);
    expect(receivedBy(asha.number)).toHaveLength(1);
  });

  it('that never arrives has failed', async () => {
    const asha = somebody();
    // After a lost answer the account waits a little.
    app.clock.advance(60_000);
    await asha.writes('hello');
    await eventually(async () => (await outbox(asha.number))[0]?.state === 'sent', 'it is sent');
    const [sms] = receivedBy(asha.number);
    if (!sms) throw new Error('unreachable');
    await twilio.status(sms, 'undelivered', { ErrorCode: '30003' });
    await settled();
    expect(await outbox(asha.number)).toMatchObject([
      { state: 'failed', last_error: expect.stringContaining('30003') },
    ]);
  });
});

it('the settings need all three values or none', async () => {
  const admin = await organization.as('owner');
  const refused = await admin.patch('/settings/sms', { from_number: '+14155550123' });
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { fields: { account_sid: expect.any(String), auth_token: expect.any(String) } } },
  });
});
