import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { readPdf } from '../../../test/harness/pdf.ts';
import { openExhibition, register } from '../test/factories.ts';

test('badges and labels of chosen customers; a revoked code is left out, and a viewer prints none', async () => {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const person = (name: string) =>
    register(admin, { name, email: `${name}@example.org`, phone: '', exhibition_id: exhibition.id });
  const [asha, ravi, meera] = [await person('Asha'), await person('Ravi'), await person('Meera')];
  await admin.post(`/exhibition/customers/${meera.id}/revoke-portal`);
  const ids = [asha, ravi, meera].map(({ id }) => id).join(',');

  const sheet = await admin.get(`/exhibition/customers/badges.pdf?ids=${ids}`);
  expect(sheet.headers['content-type']).toBe('application/pdf');
  const read = await readPdf(sheet.raw);
  expect([read.pages, read.text.includes('Asha'), read.text.includes('Meera')]).toEqual([1, true, false]);
  const labels = await readPdf((await admin.get(`/exhibition/customers/badges.pdf?ids=${ids}&size=label`)).raw);
  expect(labels.pages).toBe(2);

  const rows = (await admin.get(`/exhibition/customers/labels?exhibition_id=${exhibition.id}`)).body.data;
  expect(rows.map(({ code }: { code: string }) => code)).toEqual([asha.code, ravi.code]);
  expect(rows[0].rows).toEqual([
    { kind: 'text', text: 'Kochi Craft Fair', center: true },
    { kind: 'text', text: 'Asha', center: true, bold: true, big: true },
    { kind: 'code', text: asha.qr },
    { kind: 'text', text: `${asha.code.slice(0, 4)} ${asha.code.slice(4)}`, center: true, bold: true, big: true },
  ]);
  // Nothing chosen is nobody, and not everybody: an empty value in an address is none.
  for (const path of ['badges.pdf?ids=', 'labels?ids=', 'qr-sheet.pdf?ids=', 'qr-sheet.pdf']) {
    const none = await admin.get(`/exhibition/customers/${path}`);
    expect([path, none.status, none.body.error.code]).toEqual([path, 400, 'exhibition.customer.none_chosen']);
  }
  expect((await admin.get('/exhibition/customers/qr-sheet.pdf?ids=nonsense')).status).toBe(404);
  const viewer = await organization.as('viewer');
  expect((await viewer.get(`/exhibition/customers/badges.pdf?ids=${ids}`)).status).toBe(403);
  expect((await viewer.get(`/exhibition/customers/labels?ids=${ids}`)).status).toBe(403);
  const stranger = await (await newOrganization(app)).as('owner');
  expect((await stranger.get(`/exhibition/customers/labels?ids=${ids}`)).status).toBe(404);
});
