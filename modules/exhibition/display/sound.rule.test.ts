import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, LEAST_CONTRAST } from '../../../kernel/lib/colour.ts';
import { soundOf } from './sound.rule.ts';

type Seen = Parameters<typeof soundOf>[1];
const seen = (state: Seen['state'], due: string | null = null, reference: string | null = null): Seen => ({
  state,
  due,
  reference,
});

test.each<[string, Seen | null, Seen, ReturnType<typeof soundOf>]>([
  ['opened while a sale is paid', null, seen('paid'), null],
  ['paid in cash', seen('due', '80.00'), seen('paid'), 'paid'],
  ['paid by the code', seen('code', '80.00', 'AB12'), seen('paid', '0.00'), 'paid'],
  ['paid between two questions', seen('sale'), seen('paid'), 'paid'],
  ['still paid', seen('paid'), seen('paid'), null],
  ['the next sale', seen('paid'), seen('due', '20.00'), null],
  ['goods are added', seen('sale'), seen('sale'), null],
  ['a sale is taken back before it is paid', seen('sale'), seen('idle'), null],
  ['the code after the sum', seen('due', '80.00'), seen('code', '80.00', 'AB12'), null],
  ['the change is typed', seen('due', '80.00'), seen('due', '80.00'), null],
  ['the payment is broken off', seen('due', '80.00'), seen('idle'), 'stopped'],
  ['back to the goods', seen('due', '80.00'), seen('sale'), 'stopped'],
  ['another sum', seen('due', '80.00'), seen('due', '60.00'), 'stopped'],
  ['the payment is refused', seen('code', '80.00', 'AB12'), seen('code', '80.00'), 'stopped'],
  ['another payment', seen('code', '80.00', 'AB12'), seen('code', '80.00', 'CD34'), 'stopped'],
])('%s', (_, before, now, sound) => {
  expect(soundOf(before, now)).toBe(sound);
});

test('white can be read on the green of what is paid', () => {
  const css = readFileSync(new URL('./public/screen.css', import.meta.url), 'utf8');
  const green = /is-paid \{[^}]*background: (#[0-9a-f]{6});[^}]*color: #fff;/.exec(css)?.[1] ?? '';
  expect(contrast(green, '#ffffff')).toBeGreaterThanOrEqual(LEAST_CONTRAST);
});
