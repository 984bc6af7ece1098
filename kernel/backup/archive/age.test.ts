import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decrypt, encrypt } from './age.ts';

const WORDS = 'correct horse';
async function* of(bytes: Uint8Array, size = 50_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
const sealed = (bytes: Uint8Array) => all(encrypt(of(bytes), WORDS, 4));
const opened = (bytes: Uint8Array, passphrase = WORDS) => all(decrypt(of(bytes, 777), passphrase));

test('opens what another program of the same format has made', async () => {
  // Made with the package age-encryption 0.3.1.
  const theirs =
    'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBpVVhiaStzbXdGeTNMNHp2ZmRLY21BIDEwCjNCbzdvZnRlYjJyYWdEVTR3' +
    'UkE0QWg3OUZvaFYyb0kyei9ZbVAyMzJKWkUKLS0tIC9hcy9VQzNkUWRUK2Y3am9JZ1hORjlEOHMrL00xVS9hbTVrV2JwbUdTSDgK' +
    'CIAvzowy62SldprKdy2zdd6Iy+NbyzgX5xULHpojhFDxhAMcaOwlO3V66n93soTfJZDEM1XCA+EDfHV8PhL97fPkaeyC/IgAy/yr';
  expect((await opened(Buffer.from(theirs, 'base64'))).toString()).toBe('a backup that another program has encrypted');
});

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('gives %i bytes back', async (size) => {
  const bytes = randomBytes(size);
  expect((await opened(await sealed(bytes))).equals(bytes)).toBe(true);
});

describe('refuses', () => {
  const bytes = randomBytes(200_000);
  test('another passphrase', async () => {
    await expect(opened(await sealed(bytes), 'correct mule')).rejects.toThrow('The passphrase is not the one');
  });
  test.each([
    ['a chunk', 100_000],
    ['its last byte', -1],
  ])('a changed byte in %s', async (_, at) => {
    const damaged = await sealed(bytes);
    const place = at < 0 ? damaged.length + at : at;
    damaged[place] = (damaged[place] as number) ^ 1;
    await expect(opened(damaged)).rejects.toThrow('This backup is damaged');
  });
  test('any changed byte before the first chunk as damage, and never as a wrong passphrase', async () => {
    const whole = await sealed(Buffer.from('short'));
    const header = whole.length - 5 - 16;
    for (let at = 0; at < header; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] as number) ^ 1;
      // A damaged mark is that of another program, so that only the chunk behind it tells.
      await expect(opened(damaged), `byte ${at}`).rejects.toThrow('This backup is damaged');
    }
  });
  test.each([1, 100, 65_552, 131_104 + 166, 199_999])('an end that is missing after %i bytes', async (length) => {
    await expect(opened((await sealed(bytes)).subarray(0, length))).rejects.toThrow('This backup is damaged');
  });
  test('a header that asks for gigabytes of memory', async () => {
    const costly = (await sealed(bytes)).toString('latin1').replace(/(-> scrypt \S+) 4\n/, '$1 30\n');
    // Of another program, whose nonce says nothing of the header.
    const theirs = costly.replace('cfh1', 'xxxx');
    await expect(opened(Buffer.from(theirs, 'latin1'))).rejects.toThrow('asks for too much memory');
  });
});
