import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { formOf } from '../../test/harness/form.ts';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { refuse } from '../lib/result.ts';
import {
  deleteFile,
  keepFile,
  openFile,
  putFile,
  readFile,
  StoreError,
  stageFile,
  storesOf,
  sweepFiles,
} from './index.ts';
import { definePurpose } from './purposes.ts';
import { diskRoot } from './stores/index.ts';

const HOUR = 3_600_000;
const slip = definePurpose({
  name: 'test.slip',
  accept: ['image', 'pdf'],
  maxBytes: 200_000,
  upload: 'tasks.write',
  read: 'jobs.read',
  maxSide: 300,
});
const brief = definePurpose({ name: 'test.brief', accept: ['csv'], maxBytes: 1000, read: 'session', keepDays: 2 });

let app: TestApp;
let organization: TestOrganization;
let png: Buffer;

beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  png = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#369' } })
    .png()
    .toBuffer();
  const { files } = app.boot.services;
  files.purposes = new Map([...files.purposes, [slip.name, slip], [brief.name, brief]]);
});
afterEach(() => app.clock.reset());

const send = async (who: Caller, file: { name: string; bytes: Uint8Array | string }, purpose = slip.name) => {
  const form = await formOf({ note: 'x' }, file);
  return who.post(`/files?purpose=${purpose}`, form.body, form.headers);
};
const rows = () => organization.ctx.db.selectFrom('file').selectAll().execute();
const uploads = () => organization.ctx.db.selectFrom('file_upload').selectAll().execute();
const onDisk = (key: string) => existsSync(path.join(diskRoot(app.config), key));

describe('an upload', () => {
  test('is stored with the type of its bytes, re-encoded, with its sender', async () => {
    const ops = await organization.as('ops');
    const answer = await send(ops, { name: '../../etc/pass:wd.SVG', bytes: png });
    expect(answer.status).toBe(201);
    expect(answer.body.data).toMatchObject({ content_type: 'image/png', name: 'passwd.png', width: 300, height: 200 });
    const row = (await rows()).find((one) => one.id === answer.body.data.id);
    expect(row).toMatchObject({ created_by_kind: 'user', created_by_id: ops.userId, permission: 'jobs.read' });
    expect(onDisk(row?.storage_key ?? '')).toBe(true);
    expect(await uploads()).toEqual([]);
    const entries = await organization.ctx.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'files.added')
      .execute();
    expect(entries.map((entry) => entry.subject_id)).toContain(answer.body.data.id);
  });

  test.each([
    ['a page that would run scripts', { name: 'x.png', bytes: '<svg onload="alert(1)"/>' }, 415, 'files.svg'],
    ['a kind that the purpose does not take', { name: 'x.png', bytes: 'a,b\n1,2\n' }, 415, 'files.kind_refused'],
    ['more bytes than its purpose allows', { name: 'x.png', bytes: Buffer.alloc(200_001) }, 413, 'files.too_large'],
    ['nothing', { name: 'x.png', bytes: '' }, 400, 'files.empty'],
  ])('is refused when it is %s', async (_what, file, status, code) => {
    const before = await rows();
    const answer = await send(await organization.as('ops'), file);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.message).not.toBe('');
    expect(await rows()).toHaveLength(before.length);
  });

  test('needs the permission of its purpose, and a purpose that accepts uploads', async () => {
    expect((await send(await organization.as('viewer'), { name: 'x.png', bytes: png })).body.error.code).toBe(
      'http.forbidden',
    );
    const ops = await organization.as('ops');
    expect((await send(ops, { name: 'x.csv', bytes: 'a,b' }, brief.name)).body.error.code).toBe(
      'files.unknown_purpose',
    );
    expect((await ops.post(`/files?purpose=${slip.name}`, {})).status).toBe(415);
    const empty = await formOf({ note: 'x' });
    expect((await ops.post(`/files?purpose=${slip.name}`, empty.body, empty.headers)).body.error.code).toBe(
      'files.missing_part',
    );
  });

  test('on a full disk is refused with a clear message and leaves no row', async () => {
    const { files } = app.boot.services;
    const kept = files.current;
    const before = await rows();
    const full = {
      ...kept,
      put: async () => {
        throw new StoreError('full', 'The disk is full');
      },
    };
    files.current = full;
    try {
      const answer = await send(await organization.as('ops'), { name: 'x.png', bytes: png });
      expect([answer.status, answer.body.error.code]).toEqual([507, 'files.disk_full']);
      expect(await rows()).toHaveLength(before.length);
    } finally {
      files.current = kept;
    }
    expect((await send(await organization.as('ops'), { name: 'x.png', bytes: png })).status).toBe(201);
  });
});

describe('serving', () => {
  const stored = async (permission?: string) => {
    const put = await putFile(organization.ctx, {
      bytes: png,
      name: 'शुल्क.png',
      purpose: slip,
      ...(permission && { permission }),
    });
    if (!put.ok) throw new Error(put.code);
    return put.data;
  };

  test('sends the bytes to people with permission, without sniffing or execution', async () => {
    const file = await stored();
    const admin = await organization.as('admin');
    const answer = await admin.get(`/files/${file.id}`);
    expect(answer.status).toBe(200);
    expect(answer.raw.byteLength).toBe(file.sizeBytes);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
    });
    expect(answer.headers['content-disposition']).toContain(
      `inline; filename="_.png"; filename*=UTF-8''${encodeURIComponent('शुल्क.png')}`,
    );
    expect((await admin.get(`/files/${file.id}`, { 'if-none-match': answer.headers.etag })).status).toBe(304);
  });

  test('sends a requested range', async () => {
    const file = await stored('session');
    const viewer = await organization.as('viewer');
    const whole = await viewer.get(`/files/${file.id}`);
    const part = await viewer.get(`/files/${file.id}`, { range: 'bytes=1-3' });
    expect([part.status, part.raw.toString(), part.headers['content-range']]).toEqual([
      206,
      'PNG',
      `bytes 1-3/${file.sizeBytes}`,
    ]);
    const tail = await viewer.get(`/files/${file.id}`, { range: 'bytes=-4' });
    expect(tail.raw).toEqual(whole.raw.subarray(-4));
    expect((await viewer.get(`/files/${file.id}`, { range: 'bytes=999999-' })).status).toBe(416);
    const changed = await viewer.get(`/files/${file.id}`, { range: 'bytes=1-3', 'if-range': '"other"' });
    expect(changed.status).toBe(200);
  });

  test('hides a file from people without permission, and from every other organization', async () => {
    const file = await stored();
    const other = await newOrganization(app);
    for (const who of [await organization.as('ops'), await other.as('owner')]) {
      expect((await who.get(`/files/${file.id}`)).body.error?.code).toBe('files.not_found');
    }
    const anonymous = await app.http.inject({ url: `/api/v1/files/${file.id}` });
    expect(anonymous.statusCode).toBe(401);
  });

  test('stops when the file is deleted', async () => {
    const file = await stored();
    expect((await deleteFile(organization.ctx, file.id)).ok).toBe(true);
    expect(await openFile(organization.ctx, file.id)).toMatchObject({ code: 'files.not_found' });
    expect(await deleteFile(organization.ctx, file.id)).toMatchObject({ code: 'files.not_found' });
  });
});

describe('the sweep', () => {
  const staged = async () => {
    const stage = await stageFile(organization.ctx, { bytes: png, name: 'a.png', purpose: slip });
    if (!stage.ok) throw new Error(stage.code);
    return stage.data;
  };

  test('removes bytes whose transaction was rolled back, after an hour', async () => {
    const file = await staged();
    const rolled = await transaction(organization.ctx, async (tx) => {
      const kept = await keepFile(tx, file);
      return kept.ok ? refuse('test.changed_my_mind') : kept;
    });
    expect(rolled.ok).toBe(false);
    await sweepFiles(organization.ctx);
    expect(onDisk(file.storageKey)).toBe(true);
    app.clock.advance(2 * HOUR);
    expect((await sweepFiles(organization.ctx)).orphans).toBeGreaterThanOrEqual(1);
    expect(onDisk(file.storageKey)).toBe(false);
    expect(await uploads()).toEqual([]);
  });

  test('leaves no row without bytes when it runs before the writer', async () => {
    const file = await staged();
    app.clock.advance(2 * HOUR);
    await sweepFiles(organization.ctx);
    expect(await keepFile(organization.ctx, file)).toMatchObject({ code: 'files.upload_expired' });
    expect(await openFile(organization.ctx, file.id)).toMatchObject({ code: 'files.not_found' });
  });

  test('removes deleted files after a month, and short-lived ones after their days', async () => {
    const long = await putFile(organization.ctx, { bytes: png, name: 'a.png', purpose: slip });
    const short = await putFile(organization.ctx, { bytes: Buffer.from('a,b\n'), name: 'a.csv', purpose: brief });
    if (!long.ok || !short.ok) throw new Error('not stored');
    await deleteFile(organization.ctx, long.data.id);
    const key = (await rows()).find((row) => row.id === long.data.id)?.storage_key ?? '';
    app.clock.advance(3 * 24 * HOUR);
    await sweepFiles(organization.ctx);
    expect(onDisk(key)).toBe(true);
    expect(await readFile(organization.ctx, short.data.id)).toMatchObject({ code: 'files.not_found' });
    app.clock.advance(30 * 24 * HOUR);
    await sweepFiles(organization.ctx);
    expect(onDisk(key)).toBe(false);
    expect((await rows()).find((row) => row.id === long.data.id)?.purged_at).not.toBeNull();
  });

  test('retries in the next run what the store refuses now', async () => {
    const file = await staged();
    const { files } = app.boot.services;
    const { current, named } = files;
    const broken = storesOf([
      { ...current, delete: async () => Promise.reject(new StoreError('unavailable', 'down')) },
    ]);
    app.clock.advance(2 * HOUR);
    files.named = broken.named;
    try {
      expect((await sweepFiles(organization.ctx)).failed).toBeGreaterThanOrEqual(1);
    } finally {
      files.named = named;
    }
    expect(onDisk(file.storageKey)).toBe(true);
    await sweepFiles(organization.ctx);
    expect(onDisk(file.storageKey)).toBe(false);
  });

  test('finds no scratch files at the end', async () => {
    expect(await readdir(path.join(diskRoot(app.config), '.scratch'))).toEqual([]);
  });
});
