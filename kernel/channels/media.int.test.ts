/** Pictures and documents that people send, and files that are neither. */
import { describe, expect, it } from 'vitest';
import { eventually } from '../../test/harness/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { labOfFile, PIXEL } from './test/lab.ts';

const lab = labOfFile();

describe('a photo', () => {
  const photo = (address: string, over: object = {}) =>
    lab.receive({ address, media: { kind: 'image', ref: { id: 'm1' } }, caption: 'paid', ...over });

  it('is fetched once, even if its message is handled twice', async () => {
    let fails = 1;
    lab.handler = async () => {
      if (fails-- > 0) throw new Error('once');
    };
    await photo('photo');
    await lab.drain();
    lab.app.clock.advance(2000);
    await lab.drain();
    expect(lab.fetches).toBe(1);
    expect(lab.turns[1]?.input).toMatchObject({
      kind: 'media',
      media: 'image',
      caption: 'paid',
      file: { name: 'photo.png' },
    });
    const [line] = await lab.lines('photo');
    expect(line).toMatchObject({ kind: 'image', body: 'paid', fault: null });
    const file = await lab.system
      .selectFrom('file')
      .selectAll()
      .where('id', '=', line?.file_id ?? '')
      .executeTakeFirst();
    expect(file).toMatchObject({ purpose: 'channels.media', content_type: 'image/png', permission: 'channels.read' });
  });

  it.each([
    ['is no photo', async () => Buffer.from('%!PS not a photo'), 'files.kind_refused'],
    ['is a web page in disguise', async () => Buffer.from('<svg onload="alert(1)"/>'), 'files.svg'],
    ['is cut off', async () => PIXEL.subarray(0, 50), 'files.image_broken'],
    ['has 20 MB', async () => Buffer.concat([PIXEL, Buffer.alloc(20 * 1024 * 1024)]), 'files.too_large'],
    ['unfolds to a billion pixels', bomb, 'files.image_too_large'],
    ['is empty', async () => Buffer.alloc(0), 'files.empty'],
  ])('that %s is said to be so, and the conversation goes on', async (_, bytes, fault) => {
    lab.fetch = async () => ({ ok: true, data: { bytes: await bytes(), name: 'x.jpg' } });
    await photo('bad');
    await lab.receive({ address: 'bad', text: 'next' });
    await lab.drain();
    expect(lab.turns.map(({ input }) => input)).toMatchObject([
      { kind: 'media', file: null, fault },
      { kind: 'text', text: 'next' },
    ]);
    expect((await lab.lines('bad'))[0]).toMatchObject({ kind: 'image', file_id: null, fault });
  });

  it('with a declared size above the limit is not fetched', async () => {
    await photo('huge', { media: { kind: 'document', ref: 1, sizeBytes: 100_000_000 } });
    await lab.drain();
    expect(lab.fetches).toBe(0);
    expect(lab.turns[0]?.input).toMatchObject({ kind: 'media', media: 'document', fault: 'channels.media_too_large' });
  });

  it('that takes long delays only its sender', async () => {
    let arrive = () => {};
    const slow = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    lab.fetch = async () => {
      await slow;
      return ok({ bytes: PIXEL, name: 'photo.png' });
    };
    for (let n = 0; n < 12; n++) await photo(`slow-${n}`);
    await lab.receive({ address: 'slow-0', text: 'did you get it?' });
    await lab.receive({ address: 'other', text: 'hi' });
    await eventually(async () => lab.turns.length > 0, 'the other to be answered');
    expect(lab.turns.map(({ conversation }) => conversation.address)).toEqual(['other']);
    arrive();
    await lab.drain();
    expect((await lab.lines('slow-0')).filter(({ direction }) => direction === 'in')).toMatchObject([
      { kind: 'image' },
      { kind: 'text' },
    ]);
  });

  it('whose link has expired is fetched with a new one', async () => {
    lab.fetch = async () => refuse('channels.media_gone');
    await photo('dead');
    await lab.drain();
    expect(lab.turns[0]?.input).toMatchObject({ fault: 'channels.media_gone' });
    expect(lab.fetches).toBe(1);
  });

  it('that cannot be fetched for minutes still reaches the handler', async () => {
    lab.fetch = async () => {
      throw new Error('ECONNREFUSED');
    };
    await photo('away');
    await lab.drain();
    expect(await lab.events('away')).toMatchObject([{ state: 'received', attempts: 1, last_error: 'ECONNREFUSED' }]);
    await lab.exhaust();
    expect(lab.fetches).toBe(6);
    expect(lab.turns[0]?.input).toMatchObject({ kind: 'media', file: null, fault: 'channels.media_unavailable' });
    expect(await lab.events('away')).toMatchObject([{ state: 'processed' }]);
  });
});

/** A PNG of 12,000 × 12,000 white pixels in a few kilobytes. */
async function bomb(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
