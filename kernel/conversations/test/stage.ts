/** One conversation played through the real house: what is said goes in by `receive`, what is answered is read from the conversation. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { TestHouse, TestOrganization } from '../../../test/harness/index.ts';
import { type ChannelName, type ChatAdapter, type ChatChoice, receive } from '../../channels/index.ts';
import { drainJobs } from '../../jobs/index.ts';
import { ok } from '../../lib/result.ts';
import { sweepTimeouts } from '../sweep-timeouts.ts';
import type { Captured } from './match.ts';
import { type Person, type Speaker, type Spoken, speakers } from './speakers.ts';

type Line = { body: string; choices: ChatChoice[]; kind: string };

export class Stage {
  readonly house: TestHouse;
  readonly organization: TestOrganization;
  readonly channel: ChannelName;
  readonly person: Person;
  /** what the transcript has called by a name, and what the test told it beforehand */
  captured: Captured = {};
  readonly #speaker: Speaker;
  readonly #adapter: ChatAdapter;
  #read = 0;

  constructor(house: TestHouse, organization: TestOrganization, channel: string, language: string) {
    const speaker = speakers[channel];
    const adapter = house.boot.house.channels?.adapters.get(channel as ChannelName);
    if (!speaker || !adapter) throw new Error(`there is no channel ${channel} here`);
    this.house = house;
    this.organization = organization;
    this.channel = channel as ChannelName;
    this.person = { address: speaker.address(), name: 'Asha', language };
    this.#speaker = speaker;
    this.#adapter = adapter;
  }

  /** Its pictures come from here instead of the channel's servers, until `leave`. */
  enter(): void {
    const fetchMedia: ChatAdapter['fetchMedia'] = async (_ctx, _account, media) => {
      const ref = media.ref as { file_id?: string; url?: string; id?: string };
      return ok(await fileNamed(media.name ?? ref.url ?? ref.file_id ?? ref.id ?? 'photo.png'));
    };
    this.house.boot.house.channels?.adapters.set(this.channel, { ...this.#adapter, fetchMedia });
  }

  leave(): void {
    this.house.boot.house.channels?.adapters.set(this.channel, this.#adapter);
    this.house.clock.reset();
  }

  async speak(spoken: Spoken): Promise<void> {
    const raw = this.#speaker.speak(this.person, spoken, this.house.clock.now());
    await receive(this.organization.ctx, this.channel, this.#speaker.account, [raw]);
    await this.house.boot.house.channels?.processor?.drain();
    const failed = await this.house.boot.database.system
      .selectFrom('channel_event')
      .select('last_error')
      .where('organization_id', '=', this.organization.id)
      .where('provider_id', '=', raw.providerId)
      .where('state', '<>', 'processed')
      .executeTakeFirst();
    if (failed) throw new Error(`what was said could not be answered: ${failed.last_error}`);
  }

  /** Taps the latest button of that label. */
  async tap(label: string): Promise<void> {
    const lines = await this.#lines();
    const choice = lines
      .toReversed()
      .flatMap(({ choices }) => choices)
      .find((one) => one.label === label);
    if (!choice) throw new Error(`no button [${label}] was ever shown`);
    await this.speak({ kind: 'tap', id: choice.id, label });
  }

  /** Time passes: questions that waited too long are given up, and whatever else is due is done. */
  async wait(minutes: number): Promise<void> {
    this.house.clock.advance(minutes * 60_000);
    await sweepTimeouts(this.house.ctxFor(null, 'transcript'));
    await this.settle();
  }

  /** Lets the jobs run that are due. */
  async settle(): Promise<void> {
    await drainJobs(this.house.boot, this.house.boot.house.jobs);
  }

  /** What was answered since the last time, line by line, a message's choices as its last. */
  async heard(): Promise<string[]> {
    const lines = await this.#lines();
    const fresh = lines.slice(this.#read);
    this.#read = lines.length;
    return fresh.flatMap(({ body, choices, kind }) => [
      ...(kind === 'image' || kind === 'document' ? [`(${kind})`] : []),
      ...body.split('\n').flatMap((line) => line.trim() || []),
      ...(choices.length > 0 ? [choices.map(({ label }) => `[${label}]`).join(' ')] : []),
    ]);
  }

  /** The conversation's row, once something was said. */
  conversation() {
    return this.house.boot.database.system
      .selectFrom('conversation')
      .selectAll()
      .where('organization_id', '=', this.organization.id)
      .where('channel', '=', this.channel)
      .where('address', '=', this.person.address)
      .executeTakeFirstOrThrow();
  }

  async #lines(): Promise<Line[]> {
    const rows = await this.house.boot.database.system
      .selectFrom('conversation_message as m')
      .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
      .select(['m.body', 'm.choices', 'm.kind'])
      .where('m.organization_id', '=', this.organization.id)
      .where('c.address', '=', this.person.address)
      .where('m.direction', '=', 'out')
      .where('m.kind', '<>', 'note')
      .orderBy('m.id')
      .execute();
    return rows.map(({ body, choices, kind }) => ({ body, kind, choices: (choices ?? []) as ChatChoice[] }));
  }
}

/** A picture or a paper of its own for each name: the same name is the same file, byte for byte. */
export async function fileNamed(name: string): Promise<{ bytes: Uint8Array; name: string }> {
  if (/\.pdf$/i.test(name)) return { name, bytes: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`) };
  const noise = createHash('sha512').update(name).digest();
  const picture = sharp(noise.subarray(0, 48), { raw: { width: 4, height: 4, channels: 3 } }).resize(64, 64);
  return { name, bytes: await (/\.jpe?g$/i.test(name) ? picture.jpeg() : picture.png()).toBuffer() };
}
