import { expect, test } from 'vitest';
import { type Actor, type Ctx, perOrganization } from './index.ts';

test('what is kept for an organization is one thing for all, but apart for those who are limited to a part of it', () => {
  const services = {};
  const kept = perOrganization(() => ({}));
  const of = (id: string, merchant?: string) => {
    const actor = { kind: 'user', ...(merchant && { limit: { kind: 'merchant', id: merchant } }) } as Actor;
    return kept({ services, organization: { id }, actor } as Ctx);
  };
  expect(of('one')).toBe(of('one'));
  expect(of('one', 'a')).toBe(of('one', 'a'));
  const all = new Set([of('one'), of('two'), of('one', 'a'), of('one', 'b'), of('two', 'a')]);
  expect(all.size).toBe(5);
});
