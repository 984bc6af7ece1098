import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import rules from '../.dependency-cruiser.mjs';
import { checkFeatureOrder } from './feature-order.ts';

/** The folders whose imports are checked. */
const FOLDERS = ['kernel', 'modules', 'server', 'web', 'test', 'tools', 'bench'];
/** A cruiser without a parser for TypeScript reads nothing and finds no fault: fewer files than this is a failure. */
const MIN_FILES = 150;

/** Finds broken import rules, as printable lines, and counts the source files read. `root` is the server's folder. */
export async function checkBoundaries(root: string): Promise<{ files: number; faults: string[] }> {
  const { options, forbidden } = rules;
  const { output } = await cruise(
    FOLDERS.filter((folder) => readdirSync(root).includes(folder)),
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden } },
    {},
    { tsConfig: extractTsConfig(join(import.meta.dirname, '../tsconfig.json')) },
  );
  const { modules, summary } = output as ICruiseResult;
  const read = modules.filter((m) => !m.couldNotResolve).map((m) => m.source);
  const own = read.filter((source) => /^(?!node_modules).*\.tsx?$/.test(source));
  const faults = summary.violations.map(describe);
  for (const source of own.filter((file) => /\.(routes|flow|job)\.ts$/.test(file))) {
    if (/\b\w+\.(db|system)\b\s*\.?\s*(\.|,|\))/.test(readFileSync(join(root, source), 'utf8'))) {
      faults.push(`entry-points-touch-no-tables: ${source} uses a database handle; an action or a query does that`);
    }
  }
  const imports = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  );
  faults.push(...checkFeatureOrder(root, imports));
  if (own.length < MIN_FILES) {
    faults.push(`only ${own.length} files were read, ${MIN_FILES} at least were expected: is typescript 6 installed?`);
  }
  return { files: own.length, faults };
}

function describe({ rule, from, to, cycle }: IViolation): string {
  const way = cycle ? ` by way of ${cycle.map((step) => step.name).join(' → ')}` : '';
  return `${rule.name}: ${from} → ${to}${way}`;
}

if (import.meta.main) {
  const { files, faults } = await checkBoundaries(join(import.meta.dirname, '..'));
  for (const fault of faults) console.error(`  ${fault}`);
  console.log(
    faults.length === 0
      ? `no boundary is crossed (${files} files)`
      : `${faults.length} boundaries are crossed (${files} files); .dependency-cruiser.mjs says why each stands`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
