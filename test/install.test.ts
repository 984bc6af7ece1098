import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from '../server/cli/program.ts';

/** Commands in the guides: whoever reads one finds how it is typed beside a service or a container. */
const documents = (readdirSync('docs', { recursive: true, encoding: 'utf8' }) as string[])
  .filter((path) => path.endsWith('.md') && !path.startsWith('decisions'))
  .map((path) => ({ path, text: readFileSync(join('docs', path), 'utf8') }));
const shown = (text: string) => [...text.matchAll(/^```sh\n([^`]*?)```/gm)].map(([, block = '']) => block).join('\n');
const COMMAND = /^(?:[A-Z_]+=\S* )*counterfoil (\w+)/gm;

test('each guide that shows commands says how they are typed in each way', () => {
  const without = documents.filter(
    ({ text }) => COMMAND.test(shown(text)) && !text.includes('#how-a-command-is-typed'),
  );
  expect(without.map(({ path }) => path)).toEqual([]);
});

test('the table has a line for each way, and every command that is shown exists', () => {
  const page = readFileSync('docs/install.md', 'utf8');
  const [, table = ''] = page.split('## How a command is typed');
  for (const way of ['npx counterfoil', 'sudo counterfoil', 'exec app counterfoil', 'npm run counterfoil --'])
    expect(table).toContain(`${way} doctor`);
  const known = program().commands.map((command) => command.name());
  const named = documents.flatMap(({ path, text }) =>
    [
      ...shown(text)
        .replaceAll(/#.*$/gm, '')
        .matchAll(/\bcounterfoil (?:-- )?([a-z]+(?:-[a-z]+)*)(?=\s|$)/gm),
    ].map(([, name = '']) => ({
      path,
      name,
    })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => !known.includes(name))).toEqual([]);
});
