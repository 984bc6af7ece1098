import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { asJavaScript, filesOfServer, manifest } from './pack.ts';

/** test/e2e/long/install.e2e.ts installs the package and plays the guide with it; here is what can be seen at once. */
const files = filesOfServer();
const code = new Map(files.map((path) => [path.replace(/\.ts$/, '.js'), asJavaScript(path)]));
const IMPORTS = /(?:^|[^.\w])(?:from|import)\s*\(?\s*(['"])([\w@./:-]+)\1/gm;

test('the package has what the server loads, also in threads and processes of their own, and no pages or tests', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'server/main.ts',
      'modules/exhibition/module.ts',
      'kernel/documents/draw.worker.ts',
      'kernel/ocr/reader.process.ts',
      'kernel/backup/make-backup.process.ts',
      'kernel/embedded-postgres/watchdog.mjs',
    ]),
  );
  expect(files.filter((path) => /\.test\.|\.tsx$|^test\/|\/test\/|\/console\//.test(path))).toEqual([]);
});

test('each file is JavaScript whose imports are in the package', () => {
  const { own, folders } = manifest();
  const there = new Set(folders.map((folder) => folder.slice(folder.lastIndexOf('node_modules/') + 13)));
  const missing: string[] = [];
  for (const [path, text] of code)
    for (const [, , name = ''] of text.replace(/^\s*(\/?\*|\/\/).*$/gm, '').matchAll(IMPORTS)) {
      const file = name.startsWith('.') && normalize(join(dirname(path), name));
      const bare = name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
      const known = file
        ? code.has(file) || file.endsWith('.json')
        : name.startsWith('node:') || builtinModules.includes(name) || there.has(bare) || bare in own.dependencies;
      if (!known) missing.push(`${path}: ${name}`);
    }
  expect(missing).toEqual([]);
});

test('it asks npm for exact versions, and only of what differs by platform', () => {
  const { own } = manifest();
  for (const version of Object.values({ ...own.dependencies, ...own.optionalDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  const asked = Object.keys(own.dependencies).filter((name) => !own.bundleDependencies.includes(name));
  expect(asked).toEqual(['sharp']);
  const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'];
  for (const platform of platforms)
    for (const kind of ['node', '@embedded-postgres'])
      expect(
        Object.keys(own.optionalDependencies).filter((n) => n.startsWith(kind) && n.endsWith(platform)),
      ).toHaveLength(1);
  expect(own).not.toHaveProperty('devDependencies');
  expect(own).not.toHaveProperty('scripts');
});
