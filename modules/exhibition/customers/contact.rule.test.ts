import { expect, test } from 'vitest';
import { normalizeEmail, normalizePhone } from './contact.rule.ts';

test.each([
  ['98765 43210', 'IN', '+919876543210'],
  ['+250 788 123 456', 'IN', '+250788123456'],
  ['0788123456', 'RW', '+250788123456'],
  ['12345', 'IN', null],
  ['phone', 'IN', null],
])('phone %s in %s → %s', (text, country, expected) => {
  const phone = normalizePhone(text, country);
  expect(phone.ok ? phone.data : null).toBe(expected);
});

test.each([
  [' Asha@Example.ORG ', 'Asha@example.org'],
  ["o'neil+fair@mail.example.co.in", "o'neil+fair@mail.example.co.in"],
  ['asha@', null],
  ['asha@localhost', null],
  ['asha example@x.org', null],
  ['asha@exa_mple.org', null],
  ['a..b@example.org', null],
  ['"Asha" <asha@example.org>', null],
  ['asha@example.org\nBcc: x@example.org', null],
])('e-mail %s → %s', (text, expected) => {
  const email = normalizeEmail(text);
  expect(email.ok ? email.data : null).toBe(expected);
});
