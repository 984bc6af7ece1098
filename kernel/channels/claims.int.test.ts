/**
 * Any organization can enter somebody else's account into its settings. Events go to the organization whose secret made
 * the signature.
 */
import { expect, it } from 'vitest';
import { TWILIO } from '../../test/fakes/twilio.ts';
import { eventually, newOrganization } from '../../test/harness/index.ts';
import { receiveAll } from '../channel-telegram/receive-telegram.ts';
import { patchSettings } from '../settings/index.ts';
import { allChannelsOfFile } from './test/all-channels.ts';

const all = allChannelsOfFile();

it('claiming an account SID takes no messages from the environment’s number or another organization’s', async () => {
  const thief = await newOrganization(all.app);
  const victim = await newOrganization(all.app);
  const from_number = '+14155550333';
  const claim = { account_sid: TWILIO.sid, auth_token: 'a token of their own making' };
  await patchSettings(thief.ctx, 'sms', { ...claim, from_number: TWILIO.from });
  const asha = all.phone();
  expect(await asha.writes('hello')).toMatchObject({ status: 200 });
  await all.received(asha.number);
  expect(await all.conversation(asha.number)).toMatchObject({ organization_id: all.organization.id });

  // The false claim was entered first.
  await patchSettings(thief.ctx, 'sms', { ...claim, from_number });
  await patchSettings(victim.ctx, 'sms', { account_sid: TWILIO.sid, auth_token: TWILIO.authToken, from_number });
  const ravi = all.phone();
  for (const text of ['one', 'two'])
    expect(await ravi.writes(text, { To: from_number })).toMatchObject({ status: 200 });
  await all.received(ravi.number, 2);
  expect(await all.conversation(ravi.number)).toMatchObject({ organization_id: victim.id, account: from_number });

  // The cached owner of a number is verified each time.
  await patchSettings(victim.ctx, 'sms', { account_sid: '', auth_token: null, from_number: '' });
  expect(await ravi.writes('three', { To: from_number })).toMatchObject({ status: 401 });
});

it('claiming a bot by its number takes no messages from its owner', async () => {
  const thief = await newOrganization(all.app);
  const victim = await newOrganization(all.app);
  const theirs = '777000222:AAFakeTokenOfTheVictim_0123456789abc';
  await patchSettings(thief.ctx, 'telegram', { bot_token: '777000222:AAMadeUpTokenOfTheThief_0123456789ab' });
  await patchSettings(victim.ctx, 'telegram', { bot_token: theirs });
  const before = all.telegram.webhookOf();
  all.telegram.addBot(theirs);
  const stop = new AbortController();
  const polling = receiveAll(all.app.boot, stop.signal, { poll: true, holdSeconds: 1 });
  try {
    const asha = all.telegram.person({ token: theirs });
    await asha.writes('hello');
    await all.received(String(asha.id));
    expect(await all.conversation(String(asha.id))).toMatchObject({ organization_id: victim.id, account: '777000222' });
  } finally {
    stop.abort();
    await polling;
    if (before) all.telegram.setWebhook(before.url, before.secret);
  }
});

it('claiming a WhatsApp number takes no messages from its owner, with any secret', async () => {
  const thief = await newOrganization(all.app);
  const { phoneNumberId } = all.whatsapp;
  await patchSettings(thief.ctx, 'whatsapp', {
    phone_number_id: phoneNumberId,
    access_token: 'EAAtheirs',
    app_secret: 'another secret',
    verify_token: 'their word',
  });
  const asha = all.whatsapp.person();
  expect(await asha.writes('hello')).toBe(200);
  await all.received(asha.address);
  expect(await all.conversation(asha.address)).toMatchObject({ organization_id: all.organization.id });

  // A request signed with the false claimant's secret goes to the false claimant.
  const raw = JSON.stringify(asha.envelope({ type: 'text', text: { body: 'forged' } }));
  const reply = await fetch(all.whatsapp.webhook as string, {
    method: 'POST',
    body: raw,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': all.whatsapp.sign(raw, 'another secret') },
  });
  expect(reply.status).toBe(200);
  const owners = await eventually(async () => {
    // Statuses of what we answered are events too, and may be there by now.
    const events = (await all.events(asha.address)).filter(({ kind }) => kind === 'message');
    return events.length === 2 && events.map((event) => event.organization_id);
  }, 'the forged one');
  expect(owners).toEqual([all.organization.id, thief.id]);
});
