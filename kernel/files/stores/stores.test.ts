import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FakeCloudinary, startFakeCloudinary } from '../../../test/fakes/cloudinary.ts';
import { type FakeS3, startFakeS3 } from '../../../test/fakes/s3.ts';
import { cloudinaryStore, parseAccount } from './cloudinary.ts';
import { diskStore, sweepScratch } from './disk.ts';
import { openStores } from './index.ts';
import { s3Store } from './s3.ts';
import { type FileStore, gather, StoreError } from './store.ts';

const folders: string[] = [];
const folder = async () => {
  const made = await mkdtemp(path.join(tmpdir(), 'files-'));
  folders.push(made);
  return made;
};
let s3: FakeS3;
let cloudinary: FakeCloudinary;

beforeAll(async () => {
  [s3, cloudinary] = await Promise.all([startFakeS3(), startFakeCloudinary()]);
});
afterEach(() => {
  s3.troubles.length = 0;
  cloudinary.troubles.length = 0;
});
afterAll(async () => {
  await Promise.all([s3.close(), cloudinary.close()]);
  await Promise.all(folders.map((one) => rm(one, { recursive: true, force: true })));
});

const openS3 = (changes = {}) => s3Store({ ...s3, region: 'us-east-1', ...changes });
const openCloudinary = () => cloudinaryStore({ url: cloudinary.url, apiRoot: cloudinary.apiRoot, firstPauseMs: 1 });

const all: [string, () => Promise<FileStore>][] = [
  ['disk', async () => diskStore({ root: await folder() })],
  ['s3', async () => openS3()],
  ['cloudinary', async () => openCloudinary()],
];

describe.each(all)('the %s store', (_name, open) => {
  test('returns stored bytes, whole or in part, and nothing after deletion', async () => {
    const store = await open();
    const bytes = Buffer.from('ten bytes!');
    await store.put('org/2026/a.bin', bytes, 'application/octet-stream');
    expect(await gather(await store.get('org/2026/a.bin'))).toEqual(bytes);
    expect(String(await gather(await store.get('org/2026/a.bin', { start: 4, end: 8 })))).toBe('bytes');
    await store.put('org/2026/a.bin', Readable.from([Buffer.from('new '), Buffer.from('bytes')]), 'text/plain');
    expect(String(await gather(await store.get('org/2026/a.bin')))).toBe('new bytes');
    await store.delete('org/2026/a.bin');
    await store.delete('org/2026/a.bin');
    await expect(store.get('org/2026/a.bin')).rejects.toMatchObject({ fault: 'missing' });
  });

  test('refuses keys that leave its folder', async () => {
    const store = await open();
    for (const key of ['../etc/passwd', '/etc/passwd', 'a//b', '', '.scratch/x', 'a\0b', 'a?b']) {
      await expect(store.put(key, Buffer.from('x'), 'text/plain')).rejects.toMatchObject({ fault: 'refused' });
    }
  });
});

describe('the disk store', () => {
  test.runIf(existsSync('/dev/full'))('throws `full` on a full disk and leaves nothing', async () => {
    const root = await folder();
    await mkdir(path.join(root, '.scratch'));
    symlinkSync('/dev/full', path.join(root, '.scratch', 'draft'));
    const store = diskStore({ root, scratchName: () => 'draft' });
    const failure = await store.put('org/a.bin', Buffer.alloc(100_000), 'image/png').catch((error) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(failure.fault).toBe('full');
    expect(await readdir(path.join(root, '.scratch'))).toEqual([]);
    expect(await readdir(path.join(root, 'org'))).toEqual([]);
  });

  test('recovers on a really full disk once there is room', async ({ skip }) => {
    const root = await folder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', root], { stdio: 'ignore' });
    } catch {
      return skip('mounting a small disk takes root');
    }
    try {
      const store = diskStore({ root });
      await store.put('org/kept.bin', Buffer.alloc(100_000, 1), 'image/png');
      await expect(store.put('org/large.bin', Buffer.alloc(400_000), 'image/png')).rejects.toMatchObject({
        fault: 'full',
      });
      expect(await readdir(path.join(root, '.scratch'))).toEqual([]);
      expect(await readdir(path.join(root, 'org'))).toEqual(['kept.bin']);
      await store.put('org/small.bin', Buffer.alloc(50_000, 2), 'image/png');
      expect((await gather(await store.get('org/small.bin'))).byteLength).toBe(50_000);
    } finally {
      execFileSync('umount', [root]);
    }
  });

  test('leaves nothing when the sender breaks off', async () => {
    const root = await folder();
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('connection lost');
      })(),
    );
    await expect(diskStore({ root }).put('org/a.bin', broken, 'image/png')).rejects.toBeInstanceOf(StoreError);
    expect(await readdir(path.join(root, '.scratch'))).toEqual([]);
    expect(await readdir(path.join(root, 'org'))).toEqual([]);
  });

  test('sweeps the scratch files of a crash but none being written', async () => {
    const root = await folder();
    await mkdir(path.join(root, '.scratch'));
    for (const name of ['old', 'new']) await writeFile(path.join(root, '.scratch', name), 'x');
    await utimes(path.join(root, '.scratch', 'old'), 0, 0);
    expect(await sweepScratch(root, 3_600_000)).toBe(1);
    expect(await readdir(path.join(root, '.scratch'))).toEqual(['new']);
  });
});

describe('the S3 store', () => {
  test('tries again after SlowDown and after a cut connection', async () => {
    s3.troubles.push('slow_down', 'cut');
    await openS3().put('org/slow.bin', Buffer.from('x'), 'image/png');
    expect(s3.requests.filter((one) => one === 'PUT /counterfoil/org/slow.bin')).toHaveLength(3);
    expect(s3.objects.get('org/slow.bin')?.type).toBe('image/png');
  });

  test('fails the reader, not the server, when the answer breaks off', async () => {
    const store = openS3();
    await store.put('org/cut.bin', Buffer.alloc(100_000), 'image/png');
    s3.troubles.push('cut_body');
    await expect(gather(await store.get('org/cut.bin'))).rejects.toThrow();
  });

  test('distinguishes a full bucket from wrong keys', async () => {
    s3.troubles.push(...Array(5).fill('full'));
    await expect(openS3().put('org/a', Buffer.from('x'), 'image/png')).rejects.toMatchObject({ fault: 'full' });
    s3.troubles.length = 0;
    const wrongKey = openS3({ secretAccessKey: 'wrong' });
    await expect(wrongKey.put('org/a', Buffer.from('x'), 'image/png')).rejects.toMatchObject({ fault: 'refused' });
  });

  test('puts its prefix before every key', async () => {
    await openS3({ prefix: '/shop/' }).put('org/a.bin', Buffer.from('x'), 'image/png');
    expect(s3.objects.has('shop/org/a.bin')).toBe(true);
  });
});

describe('the Cloudinary store', () => {
  test('signs what it sends, and tries again when told to slow down or cut off', async () => {
    cloudinary.troubles.push('busy', 'cut');
    await openCloudinary().put('org/2026/slip.jpg', Buffer.from('x'), 'image/jpeg');
    expect(cloudinary.files.get('org/2026/slip.jpg')).toEqual(Buffer.from('x'));
  });

  test('does not believe in an upload that lost bytes', async () => {
    cloudinary.troubles.push('short');
    const put = openCloudinary().put('org/a.jpg', Buffer.from('abc'), 'image/jpeg');
    await expect(put).rejects.toMatchObject({ fault: 'unavailable' });
  });

  test('says that wrong keys are wrong, without telling them', async () => {
    const wrongKey = cloudinaryStore({ url: 'cloudinary://1:hunter2@testcloud', apiRoot: cloudinary.apiRoot });
    const failure = await wrongKey.put('org/a.jpg', Buffer.from('x'), 'image/jpeg').catch((error) => error);
    expect(failure.fault).toBe('refused');
    expect(() => parseAccount('cloudinary://hunter2')).toThrow(/must read/);
    expect(() => parseAccount('cloudinary://hunter2')).not.toThrow(/hunter2/);
  });
});

test('the configuration chooses the store for new files; the disk stays readable', () => {
  const config = { DATA_DIR: '/tmp/x', S3_REGION: 'us-east-1' };
  expect(openStores(config).current.name).toBe('disk');
  const moved = openStores({ ...config, S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's' });
  expect(moved.current.name).toBe('s3');
  expect(moved.named('disk').name).toBe('disk');
  expect(() => moved.named('cloudinary')).toThrow(/not configured/);
  expect(openStores({ ...config, CLOUDINARY_URL: cloudinary.url }).current.name).toBe('cloudinary');
});
