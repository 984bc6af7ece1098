import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formOf } from '../../test/harness/form.ts';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { deleteFile } from '../files/index.ts';
import { newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import {
  getDocument,
  type IssuedDocument,
  type IssueInput,
  issueDocument,
  listDocuments,
  renderDocument,
} from './index.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  organization = await newOrganization(app);
});

const input = (over: Partial<IssueInput> = {}): IssueInput => ({
  series: 'receipt',
  subject: { type: 'exhibition.customer', id: newId() },
  snapshot: {
    organization: { name: 'Handloom Fair', lines: ['Faridabad'] },
    party: { name: 'प्रियंका शर्मा', lines: ['7KQ2M9XA'] },
    currency: 'INR',
    timeZone: 'Asia/Kolkata',
    lines: [{ description: 'Saree', amountMinor: 245000, at: '2026-11-20T10:00:00Z' }],
    totalMinor: 245000,
  },
  ...over,
});

async function issue(given: IssueInput, on = organization): Promise<IssuedDocument> {
  const issued = await transaction(on.ctx, async (tx) => ok(await issueDocument(tx, given)));
  if (!issued.ok) throw new Error(issued.code);
  return issued.data;
}

describe('numbers', () => {
  it('count up from one in each series and organization', async () => {
    const other = await newOrganization(app);
    expect((await issue(input())).number).toBe('R-000001');
    expect((await issue(input())).number).toBe('R-000002');
    expect((await issue(input({ series: 'invoice' }))).number).toBe('I-000001');
    expect((await issue(input(), other)).number).toBe('R-000001');
  });

  it('have no gap and no duplicate when fifty are issued at once and some are rolled back', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        transaction(organization.ctx, async (tx) => {
          const document = await issueDocument(tx, input());
          return i % 6 === 5 ? { ok: false as const, code: 'changed.my.mind' } : ok(document);
        }),
      ),
    );
    const numbers = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data.sequence] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it('are returned by a transaction that fails', async () => {
    await issue(input());
    const failing = transaction(organization.ctx, async (tx) => {
      await issueDocument(tx, input());
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect((await issue(input())).sequence).toBe(2);
  });

  it('have the prefixes of the settings and the caller, from the next document on', async () => {
    const admin = await organization.as('admin');
    await issue(input());
    expect((await admin.patch('/settings/documents', { receipt_prefix: 'FY26/' })).status).toBe(200);
    expect((await issue(input())).number).toBe('FY26/000002');
    expect((await issue(input({ prefix: 'KF-' }))).number).toBe('KF-FY26/000003');
    const refused = await admin.patch('/settings/documents', { receipt_prefix: 'much too long' });
    expect(refused.status).toBe(422);
  });

  it('grow beyond six digits', async () => {
    await issue(input());
    await sql`update document_counter set last_number = 999999 where organization_id = ${organization.id}`.execute(
      organization.ctx.system,
    );
    expect((await issue(input())).number).toBe('R-1000000');
  });
});

describe('a document', () => {
  it('is issued inside a transaction only', async () => {
    await expect(issueDocument(organization.ctx, input())).rejects.toThrow('transaction');
  });

  it('is in the audit of its subject', async () => {
    const given = input();
    await issue(given);
    const entries = await organization.ctx.db
      .selectFrom('audit_entry')
      .select(['action', 'after'])
      .where('subject_id', '=', given.subject.id)
      .execute();
    expect(entries).toMatchObject([{ action: 'documents.document.issued', after: { number: 'R-000001' } }]);
  });

  it('cannot be changed or deleted, not even by the owner of the tables', async () => {
    const { id } = await issue(input());
    const { db, system } = organization.ctx;
    await expect(db.deleteFrom('document').where('id', '=', id).execute()).rejects.toThrow('permission denied');
    await expect(system.deleteFrom('document').where('id', '=', id).execute()).rejects.toThrow('never changed');
    const renumber = system.updateTable('document').set({ number: 7 }).where('id', '=', id).execute();
    await expect(renumber).rejects.toThrow('never changed');
    await expect(sql`truncate document`.execute(system)).rejects.toThrow('never changed');
  });

  it('is drawn from its snapshot, the same bytes each time', async () => {
    const issued = await issue(input());
    const again = await getDocument(organization.ctx, issued.id);
    expect(again).toEqual(issued);
    const [first, second] = [
      await renderDocument(organization.ctx, issued),
      await renderDocument(organization.ctx, again as IssuedDocument),
    ];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  });

  it('shows the logo of today, and is drawn without one that is gone', async () => {
    const issued = await issue(input());
    const admin = await organization.as('admin');
    const pdf = async (query = '') => (await admin.get(`/documents/${issued.id}/pdf${query}`)).raw.toString('latin1');
    expect(await pdf()).not.toContain('/Subtype /Image');
    const picture = sharp({ create: { width: 300, height: 90, channels: 4, background: '#1f4b6e80' } });
    const form = await formOf({}, { name: 'logo.png', bytes: await picture.png().toBuffer() });
    const sent = await admin.post('/files?purpose=branding.logo', form.body, form.headers);
    expect(await admin.patch('/settings/branding', { logo: sent.body.data.id })).toMatchObject({ status: 200 });
    for (const query of ['', '?paper=80mm']) expect(await pdf(query)).toContain('/Subtype /Image');
    await deleteFile(organization.ctx, sent.body.data.id);
    const without = await pdf();
    expect(without.slice(0, 5)).toBe('%PDF-');
    expect(without).not.toContain('/Subtype /Image');
  });

  it('with the same content as the last one is returned with `reuse`', async () => {
    const once = input({ reuse: true });
    const [first, second] = await Promise.all([issue(once), issue(once)]);
    expect(second?.id).toBe(first?.id);
    const more = { ...once.snapshot, lines: [{ description: 'Stole', amountMinor: 500 }], totalMinor: 500 };
    expect((await issue({ ...once, snapshot: more })).sequence).toBe(2);
    expect(await listDocuments(organization.ctx, once.subject)).toHaveLength(2);
  });

  it('with a wrong sum throws, and takes no number', async () => {
    const { snapshot } = input();
    await expect(issue(input({ snapshot: { ...snapshot, totalMinor: 1 } }))).rejects.toThrow('does not add up');
    await expect(issue(input({ snapshot: { ...snapshot, currency: 'rupees' } }))).rejects.toThrow('/currency');
    expect((await issue(input())).sequence).toBe(1);
  });
});

describe('through the API', () => {
  it('documents are listed, found by number, and downloaded', async () => {
    const viewer = await organization.as('viewer');
    const given = input();
    const [one] = [await issue(given), await issue(input({ series: 'invoice' }))];
    const list = await viewer.get('/documents?search=r-');
    expect(list.body.data).toMatchObject([{ id: one?.id, number: 'R-000001', total_minor: 245000, currency: 'INR' }]);
    const filter = encodeURIComponent(JSON.stringify({ subject_id: given.subject.id }));
    expect((await viewer.get(`/documents?filter=${filter}`)).body.data).toHaveLength(1);
    const pdf = await viewer.get(`/documents/${one?.id}/pdf`);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.headers['content-disposition']).toContain('R-000001.pdf');
    expect(pdf.raw.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('another organization sees none of them', async () => {
    const other = await (await newOrganization(app)).as('owner');
    const { id } = await issue(input());
    expect((await other.get('/documents')).body.data).toEqual([]);
    expect(await other.get(`/documents/${id}/pdf`)).toMatchObject({
      status: 404,
      body: { error: { code: 'documents.not_found' } },
    });
  });
});
