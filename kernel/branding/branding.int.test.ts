import { rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formOf } from '../../test/harness/form.ts';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import { deleteFile } from '../files/index.ts';
import { diskRoot } from '../files/stores/index.ts';
import { brandOf, logoOf } from './index.ts';

let app: TestApp;
let organization: TestOrganization;
let photo: Buffer;

beforeAll(async () => {
  app = await useTestApp();
  photo = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#1f4b6e' } })
    .jpeg()
    .toBuffer();
});
beforeEach(async () => {
  organization = await newOrganization(app);
});

const send = async (bytes: Uint8Array | string, purpose = 'branding.logo') => {
  const form = await formOf({}, { name: 'logo', bytes });
  return (await organization.as('admin')).post(`/files?purpose=${purpose}`, form.body, form.headers);
};
const change = async (values: object) => (await organization.as('admin')).patch('/settings/branding', values);
const served = (headers = {}) =>
  app.http.inject({ url: `/api/v1/branding/${organization.slug}/logo`, headers: headers as Record<string, string> });

describe('a logo', () => {
  it('is a small PNG whatever was sent, and anyone gets it by the short name', async () => {
    const sent = await send(photo);
    expect(sent).toMatchObject({ status: 201, body: { data: { content_type: 'image/png', width: 400, height: 133 } } });
    expect((await served()).statusCode).toBe(404);
    expect(await change({ logo: sent.body.data.id })).toMatchObject({ status: 200 });

    const answer = await served();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
      etag: `"${sent.body.data.sha256}"`,
    });
    expect(answer.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    const again = await served({ 'if-none-match': String(answer.headers.etag) });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
    const [entry] = await app.boot.database.system
      .selectFrom('audit_entry')
      .select(['action', 'subject_id'])
      .where('organization_id', '=', organization.id)
      .where('subject_type', '=', 'settings')
      .execute();
    expect(entry).toEqual({ action: 'settings.changed', subject_id: 'branding' });
  });

  it('is no SVG, and says what to send instead', async () => {
    const refused = await send('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(refused).toMatchObject({ status: 415, body: { error: { code: 'files.svg' } } });
    expect(refused.body.error.message).toContain('PNG, JPEG or WebP');
  });

  it('is no other file, and not another organization’s', async () => {
    const theirs = (await send(photo)).body.data.id;
    organization = await newOrganization(app);
    for (const logo of [theirs, 'nonsense']) {
      const refused = await change({ logo });
      expect(refused).toMatchObject({ status: 422, body: { error: { code: 'settings.invalid' } } });
      expect(refused.body.error.fields.logo).toContain('Add the picture again');
    }
    expect((await brandOf(organization.ctx)).logo).toBeNull();
  });

  it('that was deleted, or whose bytes are gone, is none', async () => {
    const gone = (await send(photo)).body.data.id;
    await change({ logo: gone });
    await rm(path.join(diskRoot(app.boot.config), organization.id), { recursive: true });
    expect(await logoOf(organization.ctx)).toBeNull();
    expect((await served()).statusCode).toBe(404);
    await deleteFile(organization.ctx, gone);
    expect((await brandOf(organization.ctx)).logo).toBeNull();
  });
});

describe('a colour', () => {
  it.each([
    ['#1F4B6E', undefined],
    ['', undefined],
    ['#ffcc00', 'darker'],
    ['red', '#1F4B6E'],
    ['#12345', '#1F4B6E'],
  ])('%s', async (colour, fault) => {
    const answer = await change({ colour });
    expect(answer.status).toBe(fault ? 422 : 200);
    if (fault) expect(answer.body.error.fields.colour).toContain(fault);
    expect((await brandOf(organization.ctx)).colour).toBe(fault || !colour ? null : colour);
  });
});
