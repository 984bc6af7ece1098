// Loaded before the program (`node --import`): prints at its end which packages of npm it has loaded.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const packages = new Set();
registerHooks({
  load(url, context, next) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
    if (name) packages.add(name);
    return next(url, context);
  },
});
process.on('exit', () => writeSync(2, `packages loaded: ${[...packages].sort().join(' ')}\n`));
