#!/usr/bin/env node
// The command of the installed package. It runs on whatever Node the machine has (20 or newer), and starts the program
// on the Node 26 among its packages. Settings and data lie in the folder in which it is typed, or in COUNTERFOIL_HOME:
// the package's own folder goes with the next version.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNode } from '../tools/bundled-node.mjs';

const here = fileURLToPath(import.meta.url);
const { node, needs, cause } = bundledNode(here);
if (!node) {
  console.error(
    `counterfoil: it runs on Node ${needs}, and ${cause}. Install Node ${needs} or newer from https://nodejs.org.`,
  );
  process.exit(1);
}
// For compilers, a third of that package; where we may not write, it stays.
if (node !== process.execPath)
  for (const part of ['include', 'share'])
    try {
      rmSync(join(dirname(node), '..', part), { recursive: true, force: true });
    } catch {}

const main = join(dirname(here), '../server/main.js');
const env = { MALLOC_ARENA_MAX: '2', COUNTERFOIL_HOME: process.cwd(), ...process.env };
const args = [main, ...process.argv.slice(2)];
if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], env);

// An older Node stays, as whom signals are sent to.
const child = spawn(node, args, { stdio: 'inherit', env });
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1);
});
