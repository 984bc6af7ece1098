import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The order of a module's features: `features` of its module.ts, the lowest first. A feature imports only those below
 * it, and of them only what is meant for others. What joins several (chat flows, dashboards) stands above them.
 */

/** The kinds of files that other features of the module may import. */
const FOR_OTHERS = /contract\.ts$|\.(action|query|report|rule|job)\.ts$/;
/** Screens import screens of the features below. */
const SCREEN = /\/(console|portal|scanner|public)\//;
/** Folders of a module that are no feature. */
const BESIDE = ['i18n', 'migrations', 'test'];
const TEST = /\.test\.tsx?$|\/test\//;

export type Import = { from: string; to: string };

/** Broken rules about features, as printable lines; a module without `features` in its module.ts is not checked. */
export function checkFeatureOrder(root: string, imports: Import[]): string[] {
  return foldersIn(join(root, 'modules')).flatMap((module) => {
    const features = declaredFeatures(root, module);
    if (!features) return [];
    const own = imports.filter(({ from, to }) => isIn(module, from) && isIn(module, to) && !TEST.test(from));
    return [...unlisted(root, module, features), ...own.flatMap((one) => faultOf(one, features)), ...between(own)];
  });
}

/** `features: ['meals', 'door']` of a manifest; read from the text, since loading it would load the server. */
function declaredFeatures(root: string, module: string): string[] | undefined {
  const text = readFileSync(join(root, 'modules', module, 'module.ts'), 'utf8');
  const list = /^ {2}features: \[([^\]]*)\]/m.exec(text)?.[1];
  return list === undefined ? undefined : [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name as string);
}

function unlisted(root: string, module: string, features: string[]): string[] {
  const folders = foldersIn(join(root, 'modules', module)).filter((folder) => !BESIDE.includes(folder));
  return [
    ...folders
      .filter((folder) => !features.includes(folder))
      .map((folder) => `features-are-listed: modules/${module}/${folder} is not in features of its module.ts`),
    ...features
      .filter((name, i) => !folders.includes(name) || features.indexOf(name) !== i)
      .map(
        (name) => `features-are-listed: modules/${module}/module.ts lists ${name}, which is no folder or listed twice`,
      ),
  ];
}

function faultOf({ from, to }: Import, features: string[]): string[] {
  const [upper, lower] = [featureOf(from), featureOf(to)];
  if (upper === undefined || lower === undefined || upper === lower) return [];
  if (features.indexOf(lower) > features.indexOf(upper))
    return [`features-have-an-order: ${from} → ${to}: ${lower} stands above ${upper} in module.ts`];
  const forThis = FOR_OTHERS.test(to) || (SCREEN.test(from) && SCREEN.test(to));
  return forThis
    ? []
    : [
        `features-have-public-files: ${from} → ${to}: other features import contract, action, query, report, rule or job`,
      ];
}

/**
 * A file beside the features is either below them all, as names.ts is, or above them all, as seed.ts is: through one
 * that is both, a feature would import those above it.
 */
function between(imports: Import[]): string[] {
  const below = new Set(imports.filter(({ from }) => featureOf(from)).map(({ to }) => to));
  // A set yields what is added while it is read.
  for (const file of below)
    if (!featureOf(file)) for (const { from, to } of imports) if (from === file && !featureOf(to)) below.add(to);
  return imports
    .filter(({ from, to }) => !featureOf(from) && below.has(from) && featureOf(to))
    .map(({ from, to }) => `features-have-an-order: ${from} → ${to}: features import ${from}, so it imports none`);
}

/** The first folder below the module; undefined for a file beside the features. */
const featureOf = (file: string) => /^modules\/[^/]+\/([^/]+)\//.exec(file)?.[1];
const isIn = (module: string, file: string) =>
  file.startsWith(`modules/${module}/`) && !BESIDE.includes(featureOf(file) ?? '');

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
