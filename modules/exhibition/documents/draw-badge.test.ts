import { expect, it } from 'vitest';
import { readPdf } from '../../../test/harness/pdf.ts';
import { drawBadge } from './draw-badge.ts';

it('is one page, also with a long name', async () => {
  const qrText = `https://desk.example.org/c/${'aB3-x_9'.repeat(20)}`;
  const badge = { code: '7KQ2M9XA', exhibition: 'Handloom Fair', qrText };
  for (const name of ['Li', 'प्रियंका श्रीवास्तव', 'Priyanka '.repeat(28), 'X'.repeat(255)]) {
    const { pages, text } = await readPdf(await drawBadge({ ...badge, name }));
    expect(pages).toBe(1);
    expect(text.replaceAll(' ', '')).toContain('7KQ2M9XA');
  }
});
