/** `npm run client -- <folder>`: writes the package counterfoil-client, ready to be packed. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Description, generateClient } from './client/generate.ts';
import { OPENAPI_FILE } from './openapi.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export function writeClient(folder: string): void {
  const description = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as Description & { info: { version: string } };
  const { code, types } = generateClient(description);
  mkdirSync(folder, { recursive: true });
  const runtime = readFileSync(join(root, 'client/runtime.ts'), 'utf8');
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, isolatedDeclarations: true };
  const declared = ts.transpileDeclaration(runtime, { compilerOptions, fileName: 'runtime.ts' });
  writeFileSync(join(folder, 'runtime.js'), ts.transpileModule(runtime, { compilerOptions }).outputText);
  writeFileSync(join(folder, 'runtime.d.ts'), declared.outputText);
  writeFileSync(join(folder, 'index.js'), code);
  writeFileSync(join(folder, 'index.d.ts'), types);
  for (const name of ['client/README.md', 'LICENSE'])
    copyFileSync(join(root, name), join(folder, name.split('/').at(-1) as string));
  const manifest = {
    name: 'counterfoil-client',
    version: description.info.version,
    description: 'The API of Counterfoil, typed.',
    license: 'MIT',
    type: 'module',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['*.js', '*.d.ts'],
    engines: { node: '>=20' },
    sideEffects: false,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? 'client/dist');
  writeClient(folder);
  console.log(folder);
}
