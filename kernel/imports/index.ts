import type { Ctx } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import { retentionSettings } from '../retention/index.ts';
import { getSettings } from '../settings/index.ts';
import { type AnyImport, importsByName } from './define.ts';
import { personalData } from './personal-data.ts';
import { importRoutes } from './routes.ts';
import { runImportJob } from './run-import.job.ts';
import { sendWaitingJob } from './send-waiting.job.ts';
import { importSource } from './source.ts';
import { sweepImportsJob } from './sweep-imports.job.ts';

export { bareEmail } from './cells.ts';

export {
  defineImport,
  type Existing,
} from './define.ts';

export { EMAIL_TITLES, NAME_PARTS, NAME_TITLES, PHONE_TITLES } from './titles.ts';

declare module '../ctx/index.ts' {
  interface Services {
    imports: ReadonlyMap<string, AnyImport>;
  }
}

declare module '../module/index.ts' {
  interface Manifest {
    importers?: AnyImport[];
  }
}

const days = async (inside: Ctx) => (await getSettings(inside, retentionSettings)).import_days;

export const importsPackage = definePackage({
  name: 'imports',
  personalData,
  permissions: { 'imports.read': 'ops' },
  errors: {
    'imports.unknown': 404,
    'imports.not_found': 404,
    'imports.not_csv': 415,
    'imports.empty': 422,
    'imports.missing_columns': 422,
    'imports.duplicate_column': 422,
    'imports.mapping_malformed': 422,
    'imports.file_locked': 422,
    'imports.too_hard': 422,
    'imports.busy': 503,
    'imports.already_run': 409,
    'imports.has_bad_rows': 409,
    'imports.has_duplicates': 409,
    'imports.has_unused_columns': 409,
    'imports.nothing_to_send': 409,
    'imports.broken_file': 409,
    'imports.nothing_to_write': 409,
    'imports.superseded': 409,
  },
  files: [importSource],
  routes: importRoutes,
  jobs: [runImportJob, sendWaitingJob, sweepImportsJob],
  // As long as the CSV itself (source.ts): after that nobody corrects rows any more, and they are personal data.
  retention: [
    { table: 'import_refused_row', by: 'batch', age: 'import_id', days },
    { table: 'import_duplicate', by: 'batch', age: 'import_id', days },
  ],
  async start({ manifests, services }) {
    services.imports = importsByName(manifests.flatMap((manifest) => manifest.importers ?? []));
    return undefined;
  },
});
