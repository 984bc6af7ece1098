import { expect, test } from 'vitest';
import { defaultSettings, renderSettings } from './settings.ts';

test('memory settings depend on the machine’s memory', () => {
  const buffers = [1024, 2048, 4096, 24_576].map((memory) => defaultSettings(memory).shared_buffers);
  expect(buffers).toEqual(['128MB', '512MB', '1024MB', '1024MB']);
  expect(defaultSettings(1024).effective_cache_size).toBe('614MB');
});

test('committed data survives a power cut', () => {
  expect(defaultSettings().synchronous_commit).toBe('on');
  expect(defaultSettings().fsync).toBeUndefined();
});

test('values are quoted, also when they contain a quote', () => {
  expect(renderSettings({ unix_socket_directories: "/home/o'brien/run" })).toContain(
    "unix_socket_directories = '/home/o''brien/run'",
  );
});
