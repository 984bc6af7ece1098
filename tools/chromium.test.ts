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

test('of those installed the one without windows is taken', () => {
  program('both/chromium');
  const shell = program('both/chromium-headless-shell');
  expect(findChromium({ PATH: join(folder, 'both') })).toBe(shell);
});

test.skipIf(process.platform !== 'linux')(
  'of several downloads the newest is taken, without windows if it is there',
  () => {
    program('cache/chromium_headless_shell-999/chrome-linux/headless_shell');
    const newest = program('cache/chromium-1200/chrome-linux64/chrome');
    const env = { PATH: '', PLAYWRIGHT_BROWSERS_PATH: join(folder, 'cache') };
    expect(findChromium(env)).toBe(newest);
    const shell = program('cache/chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell');
    expect(findChromium(env)).toBe(shell);
  },
);
