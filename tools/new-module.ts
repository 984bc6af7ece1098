import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Makes a module that works, to be changed into yours: `npm run new-module -- laundry`. It has a table, an action, a
 * query, a rule, routes, a job, a chat flow, a screen, demo data, tests and texts in every language
 * (tools/sample-module). `--remove` takes a module out again: folder, line, tables of a new database.
 */
const root = join(import.meta.dirname, '..');
const template = join(import.meta.dirname, 'sample-module');
const LIST = join(root, 'server/modules.ts');

const { positionals, values } = parseArgs({ allowPositionals: true, options: { remove: { type: 'boolean' } } });
const [name = ''] = positionals;
const folder = join(root, 'modules', name);

if (!/^[a-z]{3,20}$/.test(name)) fail('A name of 3 to 20 small letters, please: npm run new-module -- laundry');
if (values.remove) remove();
else make();
run('tools/schema-dump.ts');

function make(): void {
  if (existsSync(folder)) fail(`There is a folder modules/${name} already.`);
  const asNamed = (text: string) =>
    text.replaceAll('sample', name).replaceAll('Sample', name.charAt(0).toUpperCase() + name.slice(1));
  for (const file of readdirSync(template, { recursive: true, encoding: 'utf8' })) {
    const from = join(template, file);
    if (readdirSync(dirname(from), { withFileTypes: true }).some((e) => e.name === basename(from) && e.isDirectory()))
      continue;
    const stamped = file === 'migrations/sample.sql' ? `migrations/${nextStamp()}_sample.sql` : file;
    const to = join(folder, asNamed(stamped));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, asNamed(readFileSync(from, 'utf8')));
  }
  writeList((modules) => [...modules, name]);
  // Lines are as long as the name makes them.
  run('node_modules/@biomejs/biome/bin/biome', 'format', '--write', `modules/${name}`);
  console.log(`modules/${name} is made. Try it: npm run check, then node_modules/.bin/vitest run modules/${name}`);
}

function remove(): void {
  if (!existsSync(folder)) fail(`There is no folder modules/${name}.`);
  rmSync(folder, { recursive: true });
  writeList((modules) => modules.filter((module) => module !== name));
  console.log(`modules/${name} is gone. Databases keep its tables until a migration drops them.`);
}

/** This minute in UTC, or the one after the newest migration's where that is later: the module stands on all of them. */
function nextStamp(): string {
  const [newest = ''] = globSync('{kernel,modules}/*/migrations/*.sql', { cwd: root })
    .map((path) => basename(path).slice(0, 12))
    .sort()
    .reverse();
  const [, day, hour, minute] = /^(\d{8})(\d\d)(\d\d)$/.exec(newest) ?? [];
  const after = Temporal.PlainDateTime.from(`${day}T${hour}${minute}`).add({ minutes: 1 });
  const now = Temporal.Now.plainDateTimeISO('UTC');
  const later = Temporal.PlainDateTime.compare(now, after) > 0 ? now : after;
  return later.toString({ smallestUnit: 'minute' }).replaceAll(/\D/g, '');
}

function writeList(change: (modules: string[]) => string[]): void {
  const text = readFileSync(LIST, 'utf8');
  const modules = change(
    [...text.matchAll(/from '\.\.\/modules\/(\w+)\/module\.ts'/g)].map(([, one]) => one as string),
  );
  const imports = modules.map((one) => `import { ${one} } from '../modules/${one}/module.ts';`).sort();
  const [head] = text.split(/^import \{ \w+ \} from '\.\.\/modules/m);
  const note = /\n(\/\*\*[\s\S]*?\*\/)\nexport const modules/.exec(text)?.[1];
  writeFileSync(
    LIST,
    `${head}${imports.join('\n')}\n\n${note}\nexport const modules: Manifest[] = [${modules.sort().join(', ')}];\n`,
  );
}

function run(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}
