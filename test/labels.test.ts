import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { expect, test } from 'vitest';
import { encodeSlip } from '../kernel/documents/console/encode-slip.ts';
import { onPaper } from '../kernel/documents/console/on-paper.ts';
import { labelRows } from '../modules/exhibition/documents/label.rule.ts';

const badge = { code: '7KQ2M9XA', exhibition: 'Kochi Craft Fair', qrText: 'https://example.org/c/abc' };
const printed = (name: string) =>
  onPaper(
    encodeSlip(
      ReceiptPrinterEncoder,
      labelRows({ ...badge, name }),
      { paper: 58, language: 'esc-pos' },
      (_row, dots) => ({ width: dots, height: 24, data: new Uint8ClampedArray(dots * 24 * 4).fill(255) }),
    ),
  );

test('a customer’s badge on a receipt printer', () => {
  expect(printed('Asha Verma')).toMatchInlineSnapshot(`
    "        Kochi Craft Fair
    **           Asha Verma
    [code https://example.org/c/abc]

    **           7KQ2 M9XA




    [cut]
    "
  `);
  expect(printed('ज़ोया')).toContain('[picture');
});
