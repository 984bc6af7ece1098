import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Api, ApiError } from '../../kernel/ui/light/index.ts';
import { chooseLanguage, saveLanguage } from './save-language.ts';

let kept: Map<string, string>;
/** The language of each request, and what ends it. */
let requests: { language: string; succeed(): void; fail(status: number): void }[];
const api = {
  patch: (_: string, { language }: { language: string }) =>
    new Promise<void>((resolve, reject) => {
      const fail = (status: number) => reject(new ApiError(status, 'code', 'message'));
      requests.push({ language, succeed: resolve, fail });
    }),
} as unknown as Api;
const soon = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  kept = new Map();
  requests = [];
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('choices in quick succession are sent one after the other, and the last one stays', async () => {
  for (const language of ['hi', 'fr', 'rw', 'en']) chooseLanguage('a', api, language);
  expect(requests.map(({ language }) => language)).toEqual(['hi']);
  requests[0]?.succeed();
  await soon();
  expect(requests.map(({ language }) => language)).toEqual(['hi', 'en']);
  requests[1]?.succeed();
  await soon();
  expect([requests.length, kept.size]).toEqual([2, 0]);
});

test.each([0, 401, 429, 503])(
  'a choice that is not taken (%i) is sent when the page is opened again',
  async (status) => {
    chooseLanguage('a', api, 'en');
    requests[0]?.fail(status);
    await soon();
    void saveLanguage('b', api);
    expect(requests).toHaveLength(1);
    void saveLanguage('a', api);
    expect(requests[1]?.language).toBe('en');
    requests[1]?.succeed();
    await soon();
    expect(kept.size).toBe(0);
  },
);

test('a choice that is refused is given up', async () => {
  chooseLanguage('a', api, 'xx');
  requests[0]?.fail(422);
  await soon();
  expect(kept.size).toBe(0);
});
