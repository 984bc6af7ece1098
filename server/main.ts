#!/usr/bin/env node
import { program } from './cli/program.ts';

const major = Number(process.versions.node.split('.')[0]);
if (major < 26) {
  console.error(
    `Counterfoil needs Node 26, this is ${process.versions.node}. It comes with "npm ci" as an optional package; run the npm scripts, or use node_modules/.bin/node.`,
  );
  process.exit(1);
}
await program().parseAsync();
