#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

const major = Number(process.versions.node.split('.')[0]);
if (major < 26) {
  console.error(
    `Counterfoil needs Node 26, this is ${process.versions.node}. It comes with "npm ci" as an optional package; run the npm scripts, or use node_modules/.bin/node.`,
  );
  process.exit(1);
}
// Beside the packages; without write access there, every start compiles again, which takes a second and a half longer.
// NODE_COMPILE_CACHE, which scripts and services set, comes first: then this file is found there, too, and what takes the
// types out of files is never loaded, which is 8 MB of memory.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'));
// Collections of new objects last a millisecond or two; waking threads for them takes longer where cores are few.
setFlagsFromString('--no-parallel-scavenge');
const { program } = await import('./cli/program.ts');
await program().parseAsync();
