/** A person's phone in a test: it sends what the person does, and shows what they receive. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { TestApp, TestOrganization } from '../../../test/harness/index.ts';
import type { ChannelName, ChatAdapter, ChatChoice } from '../../channels/index.ts';
import { receive } from '../../inbox/index.ts';
import { ok } from '../../lib/result.ts';
import { type PersonAct, webhookFormats } from './webhook-formats.ts';

export type ReceivedMessage = { text: string; labels: string[]; file?: 'image' | 'document' };

export type Phone = {
  /** its address at the server */
  address: string;
  /** Sends something, and waits until the server has answered. Throws when it could not. */
  send(act: Exclude<PersonAct, { kind: 'tap' }>): Promise<void>;
  /** Taps the latest button with this label; throws when there is none. */
  tap(label: string): Promise<void>;
  /** all received messages, oldest first */
  received(): Promise<ReceivedMessage[]>;
  /** Waits until all messages of the server have arrived. */
  settle(): Promise<void>;
  close(): void;
};

/**
 * A phone without a fake server of the channel: it passes the channel's payloads to `receive`, and reads the stored
 * conversation. It also supplies the pictures. `address`: the person's address; absent: a new person.
 */
export function directPhone(
  app: TestApp,
  organization: TestOrganization,
  channel: ChannelName,
  language: string,
  address?: string,
): Phone {
  const format = webhookFormats[channel];
  const adapters = app.boot.services.channels?.adapters;
  const adapter = originals.get(app)?.get(channel) ?? adapters?.get(channel);
  if (!format || !adapters || !adapter) throw new Error(`there is no channel ${channel} here`);
  const person = { address: address ?? format.address(), name: 'Asha', language };
  const system = app.boot.database.system;
  const fetchMedia: ChatAdapter['fetchMedia'] = async (_ctx, _account, media) => {
    const ref = media.ref as { file_id?: string; url?: string; id?: string };
    return ok(await fileNamed(media.name ?? ref.url ?? ref.file_id ?? ref.id ?? 'photo.png'));
  };
  // Several phones of a channel may be open and closed in any order; each restores the original adapter.
  originals.set(app, (originals.get(app) ?? new Map()).set(channel, adapter));
  adapters.set(channel, { ...adapter, fetchMedia });

  const settle = async () => {
    await app.boot.services.inbox?.processor?.drain();
  };
  const send = async (act: PersonAct) => {
    const raw = format.toEvent(person, act, app.clock.now());
    await receive(organization.ctx, channel, format.account, [raw]);
    await settle();
    const failed = await system
      .selectFrom('inbox_event')
      .select('last_error')
      .where('organization_id', '=', organization.id)
      .where('provider_id', '=', raw.providerId)
      .where('state', '<>', 'processed')
      .executeTakeFirst();
    if (failed) throw new Error(`what was said could not be answered: ${failed.last_error}`);
  };
  // Removed buttons: a phone may still show them for a moment.
  const seen = new Map<string, ChatChoice>();
  const lines = async () => {
    const rows = await system
      .selectFrom('conversation_message as m')
      .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
      .select(['m.body', 'm.choices', 'm.kind'])
      .where('m.organization_id', '=', organization.id)
      .where('c.address', '=', person.address)
      .where('m.direction', '=', 'out')
      .where('m.kind', '<>', 'note')
      .orderBy('m.id')
      .execute();
    const all = rows.map(({ body, choices, kind }) => ({ body, kind, choices: (choices ?? []) as ChatChoice[] }));
    for (const choice of all.flatMap(({ choices }) => choices)) seen.set(choice.label, choice);
    return all;
  };
  return {
    address: person.address,
    send,
    settle,
    async tap(label) {
      const shown = (await lines()).toReversed().flatMap(({ choices }) => choices);
      const choice = shown.find((one) => one.label === label) ?? seen.get(label);
      if (!choice) throw new Error(`no button [${label}] was ever shown`);
      await send({ kind: 'tap', id: choice.id, label });
    },
    async received() {
      return (await lines()).map(({ body, kind, choices }) => ({
        text: body,
        labels: choices.map(({ label }) => label),
        ...((kind === 'image' || kind === 'document') && { file: kind }),
      }));
    },
    close: () => void adapters.set(channel, adapter),
  };
}

const originals = new WeakMap<TestApp, Map<ChannelName, ChatAdapter>>();

/** A distinct picture or document for each name: the same name is the same file, byte for byte. */
export async function fileNamed(name: string): Promise<{ bytes: Buffer; name: string }> {
  if (/\.pdf$/i.test(name)) return { name, bytes: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`) };
  const noise = createHash('sha512').update(name).digest();
  const picture = sharp(noise.subarray(0, 48), { raw: { width: 4, height: 4, channels: 3 } }).resize(64, 64);
  return { name, bytes: await (/\.jpe?g$/i.test(name) ? picture.jpeg() : picture.png()).toBuffer() };
}
