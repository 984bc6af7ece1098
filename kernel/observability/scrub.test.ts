import { describe, expect, it } from 'vitest';
import { scrub, scrubText } from './scrub.ts';

describe('what may be logged', () => {
  it('removes addresses, numbers and tokens from texts', () => {
    expect(scrubText('mail to asha.rao+x@mail.example.in refused')).toBe('mail to [e-mail] refused');
    expect(scrubText('call +91 98450 12345 or 9845012345')).toBe('call [phone] or [number]');
    expect(scrubText('GET /portal?token=abc.def&page=2')).toBe('GET /portal?token=[hidden]&page=2');
    expect(scrubText('Authorization: Bearer cf_live_12.34')).toBe('Authorization: Bearer [hidden]');
    expect(scrubText('authorization: Token cf_live_12.34')).toBe('authorization: Token [hidden]');
    expect(scrubText('postgres://house:s3cret@db.internal/house')).toBe('postgres://[hidden]@db.internal/house');
    expect(scrubText('got eyJhbGciOi.eyJzdWIi.c2ln')).toBe('got [token]');
  });

  it('keeps what helps to find a fault: ids, times, counts', () => {
    const text = 'request 01a1fcb3-533c-77bf-bfd1-123456789012 at 2026-11-21T06:02:53.533Z took 1234 ms';
    expect(scrubText(text)).toBe(text);
  });

  it('hides private fields at any depth', () => {
    const logged = { customer: { name: 'x', email: 'a@b.example', phone: null }, headers: { cookie: 'c', host: 'h' } };
    expect(scrub(logged)).toEqual({
      customer: { name: 'x', email: '[hidden]', phone: null },
      headers: { cookie: '[hidden]', host: 'h' },
    });
  });

  it('logs an error without the row or request it quotes', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(asha@mail.example) already exists.',
      constraint: 'customer_email',
    });
    const logged = JSON.stringify(scrub({ err: error }));
    expect(logged).toContain('23505');
    expect(logged).toContain('customer_email');
    expect(logged).not.toContain('asha');
  });
});
