import { describe, expect, it } from 'vitest';
import { createSecretBox, isSealed, SecretBoxError } from './secretbox.ts';

const KEY = 'a secret key for the tests only';
const box = createSecretBox(KEY, 'settings');

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SecretBoxError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('a secret box', () => {
  it('opens what it sealed, in any language', () => {
    for (const text of ['', 'p@ss word', 'पासवर्ड 🔑', 'x'.repeat(10_000)]) {
      expect(box.open(box.seal(text, 'org/exhibition/password'), 'org/exhibition/password')).toBe(text);
    }
  });

  it('seals the same text differently each time', () => {
    expect(box.seal('same', 'p')).not.toBe(box.seal('same', 'p'));
  });

  it('refuses a value that was moved to another place', () => {
    const sealed = box.seal('secret', 'organization-a');
    expect(faultOf(() => box.open(sealed, 'organization-b'))).toBe('tampered');
  });

  it('refuses a value whose bytes were changed', () => {
    const parts = box.seal('secret', 'p').split('.');
    const body = Buffer.from(parts[3] ?? '', 'base64url');
    body[0] = (body[0] ?? 0) ^ 1;
    expect(faultOf(() => box.open([...parts.slice(0, 3), body.toString('base64url')].join('.'), 'p'))).toBe('tampered');
  });

  it('distinguishes another key or purpose from a damaged value', () => {
    const sealed = box.seal('secret', 'p');
    expect(faultOf(() => createSecretBox('another secret key entirely', 'settings').open(sealed, 'p'))).toBe(
      'other_key',
    );
    expect(faultOf(() => createSecretBox(KEY, 'credentials').open(sealed, 'p'))).toBe('other_key');
  });

  it('refuses a value that it did not make', () => {
    for (const text of ['', 'hunter2', 'v1.a.b.c', `${box.seal('x', 'p')}.more`]) {
      expect(faultOf(() => box.open(text, 'p'))).toBe('malformed');
    }
  });

  it('recognizes its own values', () => {
    expect(isSealed(box.seal('', 'p'))).toBe(true);
    expect(isSealed('v1.2.3.4')).toBe(false);
    expect(isSealed(undefined)).toBe(false);
  });

  it('refuses a key that is too short', () => {
    expect(() => createSecretBox('short', 'settings')).toThrow(/SECRET_KEY/);
  });
});
