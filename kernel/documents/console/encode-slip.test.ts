import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { expect, test } from 'vitest';
import { slipRows } from '../slip-rows.ts';
import type { IssuedSnapshot } from '../snapshot.ts';
import { type DrawRow, encodeSlip, type Paper } from './encode-slip.ts';
import { onPaper } from './on-paper.ts';

const snapshot: IssuedSnapshot = {
  number: 'KF-R-000042',
  issuedAt: '2026-11-26T09:30:00.000Z',
  timeZone: 'Asia/Kolkata',
  organization: { name: 'Kochi Craft Fair', lines: ['Fort Kochi', 'GSTIN 32ABCDE1234F1Z5'] },
  party: { name: 'Asha Verma', lines: ['7K2M9PQR'] },
  currency: 'EUR',
  lines: [
    {
      description: 'Clay bowl',
      quantity: '3',
      unitPriceMinor: 7550,
      discountMinor: 2265,
      hsn: '6912',
      amountMinor: 20_385,
    },
    {
      description: 'Café filter with a name that is too long for one line of a roll',
      quantity: '0.25 kg',
      unitPriceMinor: 120_000,
      amountMinor: 30_000,
    },
    { description: 'Rounding', amountMinor: 15, rounding: true },
  ],
  taxes: [{ label: 'VAT', percent: '5', netMinor: 47_986, amountMinor: 2399 }],
  totalMinor: 50_400,
  facts: [{ label: 'Cash', value: '504.00', strong: true }],
  footer: 'Thank you.',
  qrText: 'https://example.org/c/abc',
};
/** As wide as the paper, one line high, every other dot black. */
const draw: DrawRow = (_row, dots) => {
  const data = new Uint8ClampedArray(dots * 24 * 4).fill(255);
  for (let dot = 0; dot < data.length; dot += 8) data.set([0, 0, 0, 255], dot);
  return { width: dots, height: 24, data };
};
const printed = (paper: Paper, over: Partial<IssuedSnapshot> = {}, drawer = false) =>
  onPaper(
    encodeSlip(
      ReceiptPrinterEncoder,
      slipRows('receipt', { ...snapshot, ...over }, 'en-GB'),
      { paper, language: 'esc-pos', drawer },
      draw,
    ),
  );

test('a receipt on a roll of 80 mm', () =>
  expect(printed(80, {}, true)).toMatchInlineSnapshot(`
    "[drawer]

    **                Kochi Craft Fair
                       Fort Kochi
                 GSTIN 32ABCDE1234F1Z5
    **                    Receipt
    No.                                  KF-R-000042
    Date                          26 Nov 2026, 15:00
    Received from                         Asha Verma
                                            7K2M9PQR
    ────────────────────────────────────────────────
    Clay bowl · HSN 6912
      3 × 75.50                               226.50
      Discount                                -22.65
    Café filter with a name that is too long for one
    line of a roll
      0.25 kg × 1,200.00                      300.00
    ────────────────────────────────────────────────
    Subtotal                                  503.85
    Rounding                                    0.15
    **Total                                    €504.00
    including VAT 5% on 479.86                 23.99
    ────────────────────────────────────────────────
    *Cash                                      504.00
    ────────────────────────────────────────────────
    Thank you.
    [code https://example.org/c/abc]





    [cut]
    "
  `));

test('a receipt on a roll of 58 mm keeps every amount at the edge', () => {
  const paper = printed(58);
  expect(paper).toMatchInlineSnapshot(`
    "**        Kochi Craft Fair
               Fort Kochi
         GSTIN 32ABCDE1234F1Z5
    **            Receipt
    No.                  KF-R-000042
    Date          26 Nov 2026, 15:00
    Received from         Asha Verma
                            7K2M9PQR
    ────────────────────────────────
    Clay bowl · HSN 6912
      3 × 75.50               226.50
      Discount                -22.65
    Café filter with a name that is
    too long for one line of a roll
      0.25 kg × 1,200.00      300.00
    ────────────────────────────────
    Subtotal                  503.85
    Rounding                    0.15
    **Total                    €504.00
    including VAT 5% on 479.86 23.99
    ────────────────────────────────
    *Cash                      504.00
    ────────────────────────────────
    Thank you.
    [code https://example.org/c/abc]





    [cut]
    "
  `);
  for (const line of paper.split('\n').filter((one) => !one.startsWith('[')))
    expect(line.replace(/^\*+/, '').length).toBeLessThanOrEqual(32);
});

test('a reprint has the same bytes, and letters that no printer has are a picture', () => {
  const bytes = (name: string) =>
    encodeSlip(
      ReceiptPrinterEncoder,
      slipRows('receipt', { ...snapshot, party: { name, lines: [] } }, 'hi-IN'),
      { paper: 80, language: 'esc-pos' },
      draw,
    );
  expect(bytes('ज़ोया')).toEqual(bytes('ज़ोया'));
  expect(printed(80, { party: { name: 'ज़ोया', lines: [] } })).toContain('[picture 576x24, 6912 black]');
  expect(printed(80)).not.toContain('[picture');
});

test('without rows only the drawer opens', () => {
  const bytes = encodeSlip(ReceiptPrinterEncoder, [], { paper: 80, language: 'esc-pos', drawer: true }, draw);
  expect(onPaper(bytes).trim()).toBe('[drawer]');
});
