import { expect, it } from 'vitest';
import type { Ctx } from '../ctx/index.ts';
import { mailBody } from './layout.ts';

const ctx = { locale: 'hi', organization: { name: 'Chai & <Sons>' } } as unknown as Ctx;
const body = mailBody(ctx, [
  { kind: 'heading', text: 'Welcome, D’Souza <script>' },
  { kind: 'text', text: 'First line\nsecond line\n\nNext paragraph' },
  { kind: 'facts', rows: [['Total', '₹12,34,567.50']] },
  { kind: 'code', text: '7KQ2M9XA', label: 'ID' },
  { kind: 'button', text: 'Open', url: 'https://example.org/?a=1&b="2"' },
  { kind: 'button', text: 'Bad', url: 'javascript:alert(1)' },
  { kind: 'image', cid: 'qr', alt: 'QR code', width: 240 },
]);

it('says the same in plain text as in HTML', () => {
  for (const text of ['First line', 'Next paragraph', '₹12,34,567.50', '7KQ2M9XA']) {
    expect(body.text).toContain(text);
    expect(body.html).toContain(text);
  }
  expect(body.text).toContain('Open:\nhttps://example.org/?a=1&b="2"');
  expect(body.text).toContain('Chai & <Sons> की ओर से');
});

it('escapes everything, and contains only links that a mail may open', () => {
  expect(body.html).toContain('D’Souza &lt;script&gt;');
  expect(body.html).toContain('Chai &amp; &lt;Sons&gt;');
  expect(body.html).toContain('href="https://example.org/?a=1&amp;b=&quot;2&quot;"');
  expect(body.html).not.toContain('javascript:');
});

it('loads nothing from elsewhere, and declares its language', () => {
  expect(body.html).not.toMatch(/(?:src|url\()\s*=?\s*["']?https?:/i);
  expect(body.html).toContain('src="cid:qr"');
  expect(body.html).toContain('<html lang="hi">');
});
