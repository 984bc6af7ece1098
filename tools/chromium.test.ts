import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findChromium } from './chromium.mjs';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-chromium-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(path: string, text = '#!/bin/sh\n'): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
  return file;
}

test('CHROMIUM_PATH comes first, and nothing replaces a wrong one', () => {
  const chosen = program('chosen');
  const PATH = dirname(program('bin/chromium'));
  expect(findChromium({ CHROMIUM_PATH: chosen, PATH })).toBe(chosen);
  expect(findChromium({ CHROMIUM_PATH: join(folder, 'absent'), PATH })).toBeUndefined();
});

test('a script that only refers to a snap is not a browser', () => {
  program('ubuntu/chromium-browser', '#!/bin/sh\necho "Command requires the chromium snap to be installed."\n');
  const chrome = program('other/google-chrome');
  expect(findChromium({ PATH: `${folder}/ubuntu:${folder}/other` })).toBe(chrome);
});

test.skipIf(process.platform !== 'linux')('of several downloads the newest is taken', () => {
  program('cache/chromium-999/chrome-linux/chrome');
  const newest = program('cache/chromium-1200/chrome-linux64/chrome');
  program('cache/chromium_headless_shell-1300/chrome-linux/headless_shell');
  expect(findChromium({ PATH: '', PLAYWRIGHT_BROWSERS_PATH: join(folder, 'cache') })).toBe(newest);
});
