// Finds a Chromium for the browser tests. Plain JavaScript without dependencies: the set-up runs it before npm.
import { accessSync, closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The path of a Chromium or Chrome that can be started, or undefined. CHROMIUM_PATH comes before all others, then the one
 * without windows: the others draw a window around each page, which costs a second of processor time.
 */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return usable(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined;
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...applications(env),
    ...playwrights(env),
  ].find(usable);
}

/** Where Chrome is installed on systems that don't put it on the PATH. */
function applications(env) {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform !== 'win32') return [];
  const programs = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
  return programs.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
}

/** The Chromiums that `playwright-core install` downloaded, the newest first, and of two the one without windows. */
function playwrights(env) {
  const cache = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'),
  };
  const folder =
    env.PLAYWRIGHT_BROWSERS_PATH ??
    join(cache[process.platform] ?? env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ms-playwright');
  const list = (path) => {
    try {
      return readdirSync(path).map((name) => join(path, name));
    } catch {
      return [];
    }
  };
  const numberOf = (path) => Number(path.split('-').at(-1));
  return list(folder)
    .filter((path) => /chromium(_headless_shell)?-\d+$/.test(path))
    .sort((a, b) => numberOf(b) - numberOf(a) || b.length - a.length)
    .flatMap(list) // chrome-linux64, chrome-mac-arm64, chrome-win64: the names change with the versions.
    .flatMap((path) => [
      ...['chrome-headless-shell', 'headless_shell', 'chrome'].flatMap((name) =>
        [name, `${name}.exe`].map((file) => join(path, file)),
      ),
      ...list(path)
        .filter((app) => app.endsWith('.app'))
        .flatMap((app) => list(join(app, 'Contents', 'MacOS'))),
    ]);
}

function usable(path) {
  try {
    accessSync(path, constants.X_OK);
    // Ubuntu's "chromium-browser" may be a script that only says to install a snap.
    const file = openSync(path, 'r');
    const start = Buffer.alloc(2048);
    const length = readSync(file, start, 0, start.length, 0);
    closeSync(file);
    return !/requires the chromium snap/.test(start.toString('latin1', 0, length));
  } catch {
    return false;
  }
}
