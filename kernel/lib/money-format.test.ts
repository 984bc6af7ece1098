import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { moneyFormat } from './money-format.ts';

const plain = (text: string) => text.replace(/\s/g, ' ');

test.each([
  ['en-RW', 'RWF', 'RWF 1,000'],
  ['en-US', 'RWF', 'RWF 1,000'],
  ['fr-RW', 'RWF', '1 000 RWF'],
  ['fr', 'RWF', '1 000 RWF'],
  ['rw', 'RWF', 'RWF 1.000'],
  ['hi-RW', 'RWF', 'RWF 1,000'],
  ['en-KE', 'KES', 'KES 1,000.00'],
  ['en-IN', 'INR', '₹1,000.00'],
  ['en-US', 'USD', '$1,000.00'],
  ['en-IN', 'USD', '$1,000.00'],
  ['en-CA', 'USD', 'US$1,000.00'],
  ['es-MX', 'MXN', '$1,000.00'],
  ['en-ZA', 'ZAR', 'R 1 000,00'],
])('%s writes %s as %s', (locale, currency, text) => {
  expect(plain(moneyFormat(locale, currency).format(1000))).toBe(text);
});

test('a narrow or short form has the same name', () => {
  expect(plain(moneyFormat('en-RW', 'RWF', { currencyDisplay: 'narrowSymbol' }).format(5))).toBe('RWF 5');
  expect(plain(moneyFormat('en-RW', 'RWF', { notation: 'compact' }).format(12_000))).toBe('RWF 12K');
});

test('all amounts for readers are written here', () => {
  const files = globSync('{kernel,modules,web,server}/**/*.{ts,tsx}', { exclude: ['web/dist/**'] });
  const others = files.filter(
    (file) => !file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes("style: 'currency'"),
  );
  // The latter reads how many decimals a currency has, and which signs people type.
  expect(others.sort()).toEqual(['kernel/lib/money-format.ts', 'kernel/lib/money.ts', 'kernel/ui/format.ts']);
});
