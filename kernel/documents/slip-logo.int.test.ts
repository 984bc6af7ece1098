import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { formOf } from '../../test/harness/form.ts';
import { newOrganization, useTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import { encodeSlip, type Paper } from './console/encode-slip.ts';
import { onPaper } from './console/on-paper.ts';
import { issueDocument } from './index.ts';
import type { Slip } from './slip-contract.ts';

/** 80 × 60 dots: a black ring on what is transparent, with a grey disc in it. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60">
  <circle cx="40" cy="30" r="26" fill="none" stroke="#000" stroke-width="6"/><circle cx="40" cy="30" r="14" fill="#888"/></svg>`;

test('a receipt on a roll of 80 and of 58 mm begins with the logo in black and white, and a packing slip has none', async () => {
  const organization = await newOrganization(await useTestApp());
  const admin = await organization.as('admin');
  const issued = await transaction(organization.ctx, async (tx) =>
    ok(
      await issueDocument(tx, {
        series: 'receipt',
        subject: { type: 'exhibition.customer', id: newId() },
        snapshot: {
          organization: { name: 'Handloom Fair', lines: [] },
          party: { name: 'Asha Verma', lines: [] },
          currency: 'INR',
          lines: [{ description: 'Saree', amountMinor: 245_000 }],
          totalMinor: 245_000,
        },
      }),
    ),
  );
  const id = issued.ok ? issued.data.id : '';
  const slip = async (query = ''): Promise<Slip> => (await admin.get(`/documents/${id}/slip${query}`)).body.data;
  expect((await slip()).rows.map(({ kind }) => kind)).not.toContain('logo');

  const form = await formOf({}, { name: 'logo', bytes: await sharp(Buffer.from(LOGO)).png().toBuffer() });
  const sent = await admin.post('/files?purpose=branding.logo', form.body, form.headers);
  expect((await admin.patch('/settings/branding', { logo: sent.body.data.id })).status).toBe(200);
  const { rows } = await slip();
  const [logo] = rows;
  if (logo?.kind !== 'logo') throw new Error('no logo');
  expect(logo).toMatchObject({ width: 80, height: 64 });
  expect((await slip('?packing=true')).rows.map(({ kind }) => kind)).not.toContain('logo');

  const png = Buffer.from(logo.url.replace('data:image/png;base64,', ''), 'base64');
  const { data } = await sharp(png).ensureAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const picture = { width: logo.width, height: logo.height, data: new Uint8ClampedArray(data) };
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-printer-'));
  const printed = (paper: Paper): Uint8Array => {
    // A printer is a file to the computer that it stands beside.
    const file = join(folder, `${paper}`);
    writeFileSync(
      file,
      encodeSlip(ReceiptPrinterEncoder, rows, { paper, language: 'esc-pos' }, () => picture),
    );
    return readFileSync(file);
  };
  const [wide, narrow] = [printed(80), printed(58)];
  rmSync(folder, { recursive: true });
  for (const bytes of [wide, narrow])
    expect(onPaper(bytes)).toMatch(/^\s*\[picture 80x64, \d+ black\]\s+\*\* +Handloom Fair\n/);
  expect(dotsOf(wide)).toBe(dotsOf(narrow));
  await expect(dotsOf(wide)).toMatchFileSnapshot('slip-logo.txt');
});

/** The first picture of ESC/POS bytes, dot by dot (GS v 0). */
function dotsOf(bytes: Uint8Array): string {
  const at = bytes.findIndex((byte, i) => byte === 0x1d && bytes[i + 1] === 0x76);
  const [wide = 0, , high = 0] = bytes.subarray(at + 4, at + 7);
  const row = (y: number) => [...bytes.subarray(at + 8 + y * wide, at + 8 + (y + 1) * wide)];
  const bits = (byte: number) => byte.toString(2).padStart(8, '0').replaceAll('0', ' ').replaceAll('1', '#');
  return `${Array.from({ length: high }, (_, y) => row(y).map(bits).join('').trimEnd()).join('\n')}\n`;
}
