import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBoundaries } from './boundaries.ts';

/** An application that breaks each rule once: a check that finds nothing here would find nothing anywhere. */
const CROOKED: Record<string, string> = {
  'kernel/lib/ids.ts': 'export const id = 1;',
  'kernel/one/index.ts': "export { inner } from './inner.ts'; import '../../modules/mess/module.ts';",
  'kernel/one/inner.ts': 'export const inner = 1;',
  'kernel/two/index.ts': "import { inner } from '../one/inner.ts'; export const two = inner;",
  'kernel/two/domain/rule.ts': "import { two } from '../index.ts'; export const rule = two;",
  'kernel/three/a.ts': "import { b } from './b.ts'; export const a = () => b;",
  'kernel/three/b.ts': "import { a } from './a.ts'; export const b = () => a;",
  'kernel/ui/index.ts': "import { two } from '../two/index.ts'; export const ui = two;",
  'modules/mess/module.ts': "import { gone } from './gone.ts'; export const mess = gone;",
  'modules/hall/module.ts':
    "import { serve } from './door/serve.action.ts';\nexport const hall = {\n  features: ['meals', 'door', 'lost'],\n  serve,\n};",
  'modules/hall/names.ts': "import { meals } from './meals/meals.query.ts'; export const names = meals;",
  'modules/hall/meals/meals.query.ts':
    "import { serve } from '../door/serve.action.ts'; export const meals = () => serve;",
  'modules/hall/meals/helper.ts': 'export const helper = 1;',
  'modules/hall/meals/console/Meals.tsx': 'export const Meals = 1;',
  'modules/hall/door/serve.action.ts':
    "import { helper } from '../meals/helper.ts'; import { names } from '../names.ts'; export const serve = helper + names.length;",
  'modules/hall/door/console/Door.tsx':
    "import { Meals } from '../../meals/console/Meals.tsx'; export const Door = Meals;",
  'modules/hall/office/office.query.ts': 'export const office = 1;',
  'modules/mess/door.routes.ts':
    'export const run = (ctx: { db: { selectFrom(t: string): void } }) => ctx.db.selectFrom("x");',
  'modules/raffle/module.ts': "import { mess } from '../mess/module.ts'; export const raffle = mess;",
  'modules/raffle/inner.ts': "import { ids } from '../../server/main.ts'; export const inner = ids;",
  'server/main.ts': "import { inner } from '../modules/raffle/inner.ts'; export const ids = inner;",
  'web/shell.ts': "import { raffle } from '../modules/raffle/module.ts'; export const shell = raffle;",
};

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'counterfoil-crooked-'));
  for (const [path, source] of Object.entries(CROOKED)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

test('each broken rule is found, and so is a run that read too few files', async () => {
  const { files, faults } = await checkBoundaries(root);
  expect(files).toBe(Object.keys(CROOKED).length);
  const found = (rule: string, from: string) =>
    expect(
      faults.some((f) => f.startsWith(`${rule}: ${from}`)),
      `${rule} in ${faults.join('\n')}`,
    ).toBe(true);
  found('kernel-knows-no-module', 'kernel/one/index.ts');
  found('packages-by-entry-point', 'kernel/two/index.ts');
  found('rules-are-pure', 'kernel/two/domain/rule.ts');
  found('no-cycles', 'kernel/three/a.ts');
  found('browsers-see-browser-code', 'kernel/ui/index.ts');
  found('imports-exist', 'modules/mess/module.ts');
  found('entry-points-touch-no-tables', 'modules/mess/door.routes.ts');
  found('modules-are-independent', 'modules/raffle/module.ts');
  found('modules-know-no-server', 'modules/raffle/inner.ts');
  found('modules-have-public-apis', 'server/main.ts');
  found('shells-gather-screens', 'web/shell.ts');
  // Features of a module: their order, what they may import of each other, and their list.
  found('features-have-an-order', 'modules/hall/meals/meals.query.ts → modules/hall/door/serve.action.ts');
  found('features-have-an-order', 'modules/hall/names.ts → modules/hall/meals/meals.query.ts');
  found('features-have-public-files', 'modules/hall/door/serve.action.ts → modules/hall/meals/helper.ts');
  found('features-are-listed', 'modules/hall/office');
  found('features-are-listed', 'modules/hall/module.ts lists lost');
  expect(faults.filter((f) => f.startsWith('features-')).length, 'a screen may import one below').toBe(5);
  expect(faults.some((f) => f.startsWith('only 22 files were read'))).toBe(true);
});
