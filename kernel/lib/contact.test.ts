import { expect, test } from 'vitest';
import { isEmail, readEmail, readPhone } from './contact.ts';

test.each([
  ['98765 43210', 'IN', '+919876543210'],
  ['९८७६५ ४३२१०', 'IN', '+919876543210'],
  ['(098765) 43-210', 'IN', '+919876543210'],
  ['+250 788 123 456', 'IN', '+250788123456'],
  ['00250788123456', 'RW', '+250788123456'],
  ['0788123456', 'RW', '+250788123456'],
  ['12345', 'IN', null],
  ['+91 12345', 'IN', null],
  ['phone', 'IN', null],
  ['', 'IN', null],
])('phone %s in %s → %s', (text, country, expected) => {
  const phone = readPhone(text, country);
  expect(phone.ok ? phone.data : phone.code).toBe(expected ?? 'people.phone_malformed');
});

test.each([
  [' Asha@Example.ORG ', 'Asha@example.org'],
  ["o'neil+fair@mail.example.co.in", "o'neil+fair@mail.example.co.in"],
  ['asha@', null],
  ['asha@localhost', null],
  ['asha@example.o', null],
  ['asha example@x.org', null],
  ['asha@exa_mple.org', null],
  ['a..b@example.org', null],
  ['.a@example.org', null],
  ['आशा@example.org', null],
  [`${'a'.repeat(65)}@example.org`, null],
  [`a@${'b.'.repeat(126)}org`, null],
  ['"Asha" <asha@example.org>', null],
  ['asha@example.org\nBcc: x@example.org', null],
])('e-mail %s → %s', (text, expected) => {
  const email = readEmail(text);
  expect(email.ok ? email.data : email.code).toBe(expected ?? 'people.email_malformed');
  expect(isEmail(text)).toBe(expected !== null && text === text.trim());
});
