import { expect, it } from 'vitest';
import { readPdf } from '../../../test/harness/pdf.ts';
import { drawBadge, drawBadges, drawLabels } from './draw-badge.ts';

it('is one page, also with a long name', async () => {
  const qrText = `https://desk.example.org/c/${'aB3-x_9'.repeat(20)}`;
  const badge = { code: '7KQ2M9XA', exhibition: 'Handloom Fair', qrText };
  for (const name of ['Li', 'प्रियंका श्रीवास्तव', 'Priyanka '.repeat(28), 'X'.repeat(255)]) {
    const { pages, text } = await readPdf(await drawBadge({ ...badge, name }));
    expect(pages).toBe(1);
    expect(text.replaceAll(' ', '')).toContain('7KQ2M9XA');
  }
});

it('many are four on each A4, labels one a page of 62 × 29 mm', async () => {
  const people = Array.from({ length: 5 }, (_, i) => ({
    name: i === 4 ? 'प्रियंका '.repeat(12) : `Guest ${i}`,
    code: `7KQ2M9X${i}`,
    exhibition: 'Handloom Fair',
    qrText: 'https://desk.example.org/c/abc',
  }));
  const sheet = await readPdf(await drawBadges(people));
  expect(sheet.pages).toBe(2);
  const labels = await drawLabels(people);
  const read = await readPdf(labels);
  expect(read.pages).toBe(5);
  for (const { text } of [sheet, read]) for (const { code } of people) expect(text.replaceAll(' ', '')).toContain(code);
  const size = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(Buffer.from(labels).toString('latin1'));
  expect([Number(size?.[1]), Number(size?.[2])].map((points) => Math.round((points / 72) * 25.4))).toEqual([62, 29]);
});
