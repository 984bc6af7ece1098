import { describe, expect, it } from 'vitest';
import { type PdfText, readPdf as read } from '../../test/harness/pdf.ts';
import { moneyFormat } from '../lib/money-format.ts';
import { QR_SHEET_LIMIT, renderInvoice, renderQrSheet, renderReceipt } from './render.ts';
import { faultOf, type IssuedSnapshot } from './snapshot.ts';
import { runs, shorten } from './text.ts';

const snapshot: IssuedSnapshot = {
  organization: { name: 'Handloom Fair', lines: ['Faridabad', 'GSTIN 06ABCDE1234F1Z5'] },
  party: { name: 'प्रियंका Sharma', lines: ['7KQ2M9XA'] },
  currency: 'INR',
  timeZone: 'Asia/Kolkata',
  lines: [
    { description: 'Saree', amountMinor: 245000, at: '2026-11-20T20:00:00Z' },
    { description: 'दुपट्टा', amountMinor: 1234567850, at: '2026-11-21T10:30:00Z' },
  ],
  totalMinor: 1234812850,
  number: 'R-000042',
  issuedAt: '2026-11-21T10:31:00Z',
  qrText: `https://desk.example.org/c/${'aB3-x_9'.repeat(20)}`,
};

describe('a receipt', () => {
  it('shows who, what, how much and when, in the time zone of the organization', async () => {
    const { text, pages, title } = await read(await renderReceipt(snapshot, 'en-IN'));
    expect(pages).toBe(1);
    expect(title).toBe('Receipt R-000042');
    for (const part of ['Handloom Fair', 'R-000042', 'Sharma', 'Saree', '2,450.00', '₹1,23,48,128.50'])
      expect(text).toContain(part);
    // 20:00 UTC on the 20th is the 21st in India.
    expect(text).toContain('21 Nov 2026 Saree');
    expect(text).toContain('21 Nov 2026, 4:01');
  });

  it('has its amounts aligned on the right', async () => {
    const { items } = await read(await renderReceipt(snapshot, 'en-IN'));
    const ends = ['2,450.00', '1,23,45,678.50'].map((amount) => {
      const item = items.find((each) => each.str === amount) as PdfText;
      return (item.transform[4] as number) + item.width;
    });
    expect(Math.abs((ends[0] as number) - (ends[1] as number))).toBeLessThan(0.5);
  });

  it('is in Hindi, and shows a Hindi name in English', async () => {
    expect((await read(await renderReceipt(snapshot, 'hi-IN'))).text).toContain('रसीद');
    const { text } = await read(await renderReceipt(snapshot, 'en-IN'));
    expect(text).toContain('Receipt');
    // The text is read in the order of drawing, so a word with a vowel sign before its letter (प्रि) would differ.
    expect(text).toContain('दुपट्टा');
  });

  it('is in Spanish, with the symbols and the grouping of each country', async () => {
    const peru = await read(await renderReceipt({ ...snapshot, currency: 'PEN' }, 'es-PE'));
    for (const part of ['Recibo R-000042', 'Descripción', 'S/ 12,348,128.50']) expect(peru.text).toContain(part);
    const argentina = await read(await renderReceipt({ ...snapshot, currency: 'ARS' }, 'es-AR'));
    expect(argentina.text).toContain('$ 12.348.128,50');
  });

  it('says what else belongs to the sale, above the lines', async () => {
    const facts = [
      { label: 'Units', value: '74.173 kWh', strong: true },
      { label: 'Tariff', value: 'from 1 Oct 2025' },
    ];
    const { text } = await read(await renderReceipt({ ...snapshot, facts }, 'en-IN'));
    expect(text).toMatch(/Units 74\.173 kWh Tariff from 1 Oct 2025.*Saree/);
  });

  it('is the same file each time', async () => {
    const [a, b] = [await renderReceipt(snapshot), await renderReceipt(snapshot)];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(true);
  });

  it('shows the code of a currency whose symbol no font has', async () => {
    const { text } = await read(await renderReceipt({ ...snapshot, currency: 'BDT' }, 'bn-BD'));
    expect(text).toContain('BDT');
  });
});

describe('an invoice', () => {
  it('shows tax on top of the lines, or within them', async () => {
    const tax = { label: 'GST', percent: '18', amountMinor: 1800 };
    const onTop = await read(
      await renderInvoice({ ...snapshot, tax, totalMinor: snapshot.totalMinor + 1800 }, 'en-IN'),
    );
    expect(onTop.text).toMatch(/Subtotal 1,23,48,128\.50 GST 18% 18\.00 Total ₹1,23,48,146\.50/);
    const within = await read(await renderInvoice({ ...snapshot, tax }, 'en-IN'));
    expect(within.text).toMatch(/Total ₹1,23,48,128\.50 including GST 18% 18\.00/);
  });

  it('continues on further pages, with the table’s heading on each', async () => {
    const lines = Array.from({ length: 90 }, () => ({ description: 'Stole', amountMinor: 100 }));
    const { pages, text } = await read(await renderInvoice({ ...snapshot, lines, totalMinor: 9000 }, 'en-IN'));
    expect(pages).toBeGreaterThan(2);
    expect(text.match(/Description/g)).toHaveLength(pages);
    expect(text).toContain(`Page ${pages} of ${pages}`);
  });

  it('without lines shows that', async () => {
    const { text } = await read(await renderInvoice({ ...snapshot, lines: [], totalMinor: 0 }, 'en'));
    expect(text).toContain('Nothing was billed');
  });
});

describe('a sheet of codes', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      name: `Customer ${i}`,
      code: `7KQ2M9X${i}`,
      qrText: 'https://x.example',
    }));

  it.each([
    [3, 12],
    [4, 20],
    [5, 35],
  ] as const)('of %i columns holds %i on a page', async (columns, perPage) => {
    expect((await read(await renderQrSheet(items(perPage), { columns }))).pages).toBe(1);
    expect((await read(await renderQrSheet(items(perPage + 1), { columns }))).pages).toBe(2);
  });

  it('without codes shows that, and one that is too long is refused', async () => {
    expect((await read(await renderQrSheet([]))).text).toContain('There are no codes to print.');
    await expect(renderQrSheet(items(QR_SHEET_LIMIT + 1))).rejects.toThrow(RangeError);
  });
});

describe('text', () => {
  it('is split into runs by script', () => {
    expect(runs('श्री Ram, 5 किलो')).toEqual([
      { text: 'श्री', font: 'Devanagari' },
      { text: ' Ram, 5 ' },
      { text: 'किलो', font: 'Devanagari' },
    ]);
    expect(runs('')).toEqual([{ text: '' }]);
  });

  it('has no characters that the fonts lack: French groups digits by a narrow space', () => {
    const price = moneyFormat('fr-RW', 'RWF').format(18_200);
    expect(price).toContain('\u202F');
    expect(runs(price)).toEqual([{ text: '18\u00A0200\u00A0RWF' }]);
  });

  it('is shortened by letters, not by code units', () => {
    expect(shorten('क्षत्रिय समाज', 3)).toMatch(/^क्ष.*…$/u);
    expect(shorten('short', 10)).toBe('short');
  });
});

describe('a total', () => {
  it('is the sum of the lines, or of the lines and the tax', () => {
    expect(faultOf(snapshot)).toBeNull();
    expect(
      faultOf({
        ...snapshot,
        totalMinor: snapshot.totalMinor + 5,
        tax: { label: 'VAT', percent: '5', amountMinor: 5 },
      }),
    ).toBeNull();
    expect(faultOf({ ...snapshot, totalMinor: 1 })).toContain('the total says 1');
  });
});
