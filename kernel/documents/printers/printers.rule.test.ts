import { expect, test } from 'vitest';
import { readPrinters } from './printers.rule.ts';

test.each([
  ['', []],
  ['Counter 192.168.1.50', [['Counter', '192.168.1.50', 9100]]],
  [
    ' Desk of Asha   192.168.1.50:9101 \n\nKitchen [fd00::5]:9100\n',
    [
      ['Desk of Asha', '192.168.1.50', 9101],
      ['Kitchen', 'fd00::5', 9100],
    ],
  ],
])('%j', (text, printers) => {
  expect(readPrinters(text)).toEqual({ ok: true, data: printers.map(([name, host, port]) => ({ name, host, port })) });
});

test.each([
  ['192.168.1.50', 'printer_line'],
  ['Counter', 'printer_line'],
  ['Counter printer.example', 'printer_line'],
  ['Counter localhost', 'printer_line'],
  ['Counter 192.168.1', 'printer_line'],
  ['Counter 192.168.1.256', 'printer_line'],
  ['Counter 192.168.01.50', 'printer_line'],
  ['Counter 3232235826', 'printer_line'],
  ['Counter 0x7f.0.0.1', 'printer_line'],
  ['Counter fd00::5', 'printer_line'],
  ['Counter [fd00::5%eth0]', 'printer_line'],
  ['Counter [::5::]', 'printer_line'],
  [`${'x'.repeat(61)} 192.168.1.50`, 'printer_line'],
  ['Counter 192.168.1.50:22', 'printer_port'],
  ['Counter 192.168.1.50:9110', 'printer_port'],
  ['Counter 192.168.1.50:99999', 'printer_port'],
  ['Counter 192.168.1.50\ncounter 192.168.1.51', 'printer_twice'],
])('%j is refused', (text, code) => {
  expect(readPrinters(text)).toEqual({ ok: false, code: `documents.${code}` });
});
