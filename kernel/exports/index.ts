import { definePackage } from '../module/index.ts';
import { type ExportDefinition, exportsByName } from './define.ts';
import { exportErrors } from './download.ts';
import { exportRoute } from './routes.ts';

export {
  defineExport,
  type ExportColumn,
} from './define.ts';
export { exportDownload, SHEET_TYPES } from './download.ts';
export { type ListQuery, listPage } from './list-page.ts';
export { exportRoutes } from './routes.ts';
export { csvStream, type Sheet, xlsxStream } from './stream.ts';
export { workbookDownload } from './workbook.ts';

// biome-ignore lint/suspicious/noExplicitAny: each definition has its own row and query
type AnyExport = ExportDefinition<any, any>;

declare module '../ctx/index.ts' {
  interface Services {
    exports: ReadonlyMap<string, AnyExport>;
  }
}

declare module '../module/index.ts' {
  interface Manifest {
    exporters?: AnyExport[];
  }
}

export const exportsPackage = definePackage({
  name: 'exports',
  errors: exportErrors,
  routes: [exportRoute],
  async start({ manifests, services }) {
    services.exports = exportsByName(manifests.flatMap((manifest) => manifest.exporters ?? []));
    return undefined;
  },
});
